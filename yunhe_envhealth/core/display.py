"""Display modes (长者模式, 高对比) and language: kept in cookies, read on the server, no script needed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

SIZES = ("", "elder")
CONTRASTS = ("", "high")
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, slots=True)
class DisplayMode:
    """The reader's choice; unknown cookie values count as the default."""

    size: str
    contrast: str
    lang: str

    @classmethod
    def of(cls, request: HttpRequest) -> DisplayMode:
        size = request.COOKIES.get("size", "")
        contrast = request.COOKIES.get("contrast", "")
        return cls(
            size=size if size in SIZES else "",
            contrast=contrast if contrast in CONTRASTS else "",
            lang=getattr(request, "LANGUAGE_CODE", LANGUAGES[0]),
        )
