"""What a chain shows: pure functions over a trace."""
