"""Bytes are what they are, whatever they are called."""

import pytest

from catalog.file_content import content_type_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>'
GOOD = {
    b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82": "image/png",
    b"\xff\xd8\xff\xe0....\xff\xd9": "image/jpeg",
    b"RIFF\x0c\x00\x00\x00WEBPVP8 ....": "image/webp",
    b"%PDF-1.7\n....\n%%EOF\n": "application/pdf",
    SVG % b'<path d="M0 0h9v9z" fill="url(#a)"/><use href="#b"/>': "image/svg+xml",
    b'<?xml version="1.0"?>' + SVG % "<title>Картридж</title>".encode(): "image/svg+xml",
}
BAD = [
    b"",
    b"GIF89a",
    b"MZ\x90",
    b"<html><svg></svg></html>",
    b"\x89PNG\r\n\x1a\n cut off",
    b"\xff\xd8\xff cut off",
    b"RIFF\xff\xff\x00\x00WEBP",
    b"%PDF-1.7 cut off",
    SVG % b"<script>1</script>",
    SVG % b'<path onload="alert(1)"/>',
    SVG % b'<use href="https://elsewhere.example/a.svg#b"/>',
    SVG % b'<rect fill="url(https://elsewhere.example/a)"/>',
    SVG % b"<style>@import url(x)</style>",
    SVG % b"<foreignObject/>",
    SVG % b'<image href="data:image/png;base64,AAAA"/>',
    SVG % b"<g>",
    b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG % b"",
    SVG % b'<h:script xmlns:h="http://www.w3.org/1999/xhtml">1</h:script>',
]


@pytest.mark.parametrize("content", list(GOOD))
def test_content_type_of_names_what_the_shop_takes(content: bytes) -> None:
    assert content_type_of(content) == GOOD[content]


@pytest.mark.parametrize("content", BAD)
def test_content_type_of_takes_nothing_else(content: bytes) -> None:
    assert content_type_of(content) is None
