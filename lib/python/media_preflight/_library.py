"""The C library, which lies beside this file in a wheel and is looked for in the system otherwise. Its functions release
the interpreter's lock while they run."""

from __future__ import annotations

import ctypes
import pathlib

_NAME = "libmedia_preflight.so.0"

OK = 0
ERROR_KEY = 7
ERROR_VALUE = 8
ERROR_MEMORY = 13

DEPTHS = {"header": 1, "structure": 2}


class Options(ctypes.Structure):
    """mpf_options."""

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("destination", ctypes.c_char_p),
        ("custom_destination", ctypes.c_void_p),
        ("depth", ctypes.c_int),
    ]


def _load() -> ctypes.CDLL:
    bundled = pathlib.Path(__file__).with_name(_NAME)
    loaded = ctypes.CDLL(str(bundled) if bundled.exists() else _NAME)
    handle, size, text = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p
    options, out = ctypes.POINTER(Options), ctypes.POINTER(ctypes.c_void_p)
    for name, result, arguments in (
        ("error_text", text, (ctypes.c_int,)),
        ("version", text, ()),
        ("options_init", ctypes.c_int, (options,)),
        ("check_bytes", ctypes.c_int, (text, size, text, options, out)),
        ("check_file", ctypes.c_int, (text, options, out)),
        ("session_open", ctypes.c_int, (ctypes.c_uint64, text, options, out)),
        ("session_need", ctypes.c_int, (handle, ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(size))),
        ("session_feed", ctypes.c_int, (handle, text, size)),
        ("session_finish", ctypes.c_int, (handle, out)),
        ("session_free", None, (handle,)),
        ("result_json", handle, (handle, ctypes.POINTER(size))),
        ("result_free", None, (handle,)),
        ("destination_new", ctypes.c_int, (text, text, out)),
        ("destination_set", ctypes.c_int, (handle, text, text)),
        ("destination_free", None, (handle,)),
    ):
        function = getattr(loaded, f"mpf_{name}")
        function.restype = result
        function.argtypes = arguments
    return loaded


mpf = _load()


def error_text(code: int) -> str:
    return str(mpf.mpf_error_text(code).decode())


def require_ok(code: int) -> None:
    """Raises what stands for an error of the library."""
    if code == ERROR_MEMORY:
        raise MemoryError
    if code != OK:
        raise ValueError(error_text(code))


def text_argument(value: str, name: str) -> bytes:
    """As UTF-8. C ends a string at its first NUL, so one with a NUL would mean another."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    encoded = value.encode("utf-8")
    if b"\0" in encoded:
        raise ValueError(f"{name} must not contain a null character")
    return encoded


def version() -> str:
    """Of the C library: "0.1.0"."""
    return str(mpf.mpf_version().decode())
