"""A demo shop for the embedded database: invented companies and people, believable goods, known passwords."""
