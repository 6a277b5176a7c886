"""No-break spaces of Russian text, put into the catalogue once, so that pages need no processing."""

import re

NBSP = "\u00a0"
_SHORT = re.compile(
    r"(?<![\w\u00a0%(])(в|во|и|к|ко|о|об|от|до|за|из|на|не|ни|но|по|с|со|у|а|без|для|или|при|под|над|что|как)[ ](?=\S)",
    re.IGNORECASE,
)
_BEFORE_DASH = re.compile(r"[ ](?=[—–](?:[ ]|$))")
_BEFORE_UNIT = re.compile(r"(?<=[\ds])[ ](?=(?:[₽%]|шт|кг|мин|дн|дня|дней|ч|стр)(?:\b|$|[ .,]))")
_AFTER_NUMBER_SIGN = re.compile(r"№[ ](?=\S)")
_BEFORE_QUOTED_NAME = re.compile(r"(ООО|АО|ИП)[ ](?=«)")


def typo(text: str) -> str:
    """The text with spaces that may not break: after short words, before a dash or a unit, after №."""
    for _twice in range(2):  # two short words in a row share a space
        text = _SHORT.sub(lambda match: match[1] + NBSP, text)
    text = _BEFORE_DASH.sub(NBSP, text)
    text = _BEFORE_UNIT.sub(NBSP, text)
    text = _AFTER_NUMBER_SIGN.sub(f"№{NBSP}", text)
    return _BEFORE_QUOTED_NAME.sub(lambda match: match[1] + NBSP, text)
