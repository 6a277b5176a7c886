"""Reading suppliers' files into rows of a feed."""
