"""Small programs to compare with: what the same job costs without us."""
