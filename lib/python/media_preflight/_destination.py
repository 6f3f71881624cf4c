"""Limits of one's own."""

from __future__ import annotations

import ctypes
import weakref
from typing import Iterator, List, Optional, Sequence, Tuple, Union

from ._library import ERROR_KEY, ERROR_VALUE, OK, mpf, require_ok, text_argument

#: A number, a size or shape (``(1920, 1080)``, ``"1920x1080"``, ``"16:9"``), formats, or whether something is advised.
#: False removes an inherited limit.
Limit = Union[bool, int, str, Tuple[int, int], Sequence[str]]


class Destination:
    """A place that files can go to: the limits of a built-in one, or none, and limits of one's own.

    Limits have the names that ``media-preflight destinations`` lists, with underscores::

        Destination(extends="zoom-background", formats=["png", "jpeg"], max_bytes=5_000_000, picture_min=(1920, 1080))

    It cannot be changed, so threads may share it.
    """

    __slots__ = ("_handle", "_name", "__weakref__")

    def __init__(self, name: str = "custom", *, extends: Optional[str] = None, **limits: Limit) -> None:
        handle = ctypes.c_void_p()
        base = None if extends is None else text_argument(extends, "extends")
        require_ok(mpf.mpf_destination_new(text_argument(name, "name"), base, ctypes.byref(handle)))
        weakref.finalize(self, mpf.mpf_destination_free, handle)
        self._handle = handle
        self._name = name
        for key, value in limits.items():
            self._set(key, value)

    def _set(self, key: str, value: Limit) -> None:
        code = ERROR_VALUE
        for text in _spellings(key, value):
            code = mpf.mpf_destination_set(self._handle, text_argument(key, "key").replace(b"_", b"-"), text_argument(text, key))
            if code == OK:
                return
        if code == ERROR_KEY:
            raise ValueError(f"destinations have no limit {key!r}")
        if code == ERROR_VALUE:
            raise ValueError(f"invalid value for {key}: {value!r}")
        require_ok(code)

    @property
    def name(self) -> str:
        return self._name

    def __repr__(self) -> str:
        return f"<Destination {self._name!r}>"


def _spellings(key: str, value: Limit) -> Iterator[str]:
    """How a value may be written for the library: two numbers are a size or a shape."""
    if isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, int):
        yield str(value)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, list)):
        parts: List[str] = [str(part) for part in value]
        if len(parts) == 2 and not any(isinstance(part, (str, bool)) for part in value):
            yield "x".join(parts)
            yield ":".join(parts)
        else:
            yield ",".join(parts)
    else:
        raise TypeError(f"{key} must be a number, text, bool or sequence, not {type(value).__name__}")
