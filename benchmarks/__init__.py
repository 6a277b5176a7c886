"""What docs claim about speed, measured: ./run bench NAME."""
