"""What goes on in the background: embed jobs and batches."""
