"""What a test of this room may need."""

import pytest

from documents import render

needs_pdf = pytest.mark.skipif(not render.is_available(), reason="no PDF here, for want of Pango: see ./run test")
