"""The cart's page and its summary in the header."""


def cart_summary(actor):
    return None
