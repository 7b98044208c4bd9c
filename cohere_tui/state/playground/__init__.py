"""What the playgrounds show: runs, what stands in their fields, and what their answers mean."""
