"""The five commands of `./run`, a module each."""
