"""What one row of a sheet says, by kind; pure: cells in, a checked row out."""
