"""What only the playgrounds show: bars, matrices, maps, tables to fill in."""
