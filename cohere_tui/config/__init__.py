"""What the person has settled: files, environment and command line, read into frozen values."""
