"""check(): from anything that holds bytes to a report."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from typing import Any, BinaryIO, Callable, Optional, Union

from ._destination import Destination
from ._library import DEPTHS, Options, mpf, require_ok, text_argument
from ._report import Report

Buffer = Union[bytes, bytearray, memoryview]
Name = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]

#: Where reading is by offset: at most `length` bytes from `offset` on; none at the end.
_Reader = Callable[[int, int], bytes]

_MAX_UNSIZED_BYTES = 256 << 20
_PIECE = 1 << 20


def check(
    source: Any,
    *,
    destination: Union[str, Destination] = "zoom-background",
    name: Optional[Name] = None,
    depth: str = "structure",
) -> Report:
    """Checks a file: a path, its bytes, or a file object opened in binary mode.

    A file object that can seek is checked from its beginning, reading only what is needed, and its position is restored
    afterwards. Any other is read from its position to its end, up to 256 MiB.

    ``name`` is the name under which the file will be uploaded; the default is that of the path or file object.

    Raises ValueError for arguments that make no sense, TypeError for those of a wrong type, and OSError if a file
    object cannot be read. A path that cannot be read is not an error: the verdict is "fail", and a finding says why. With a
    path and another name, it is an OSError.
    """
    options = _options(destination, depth)
    if isinstance(source, (str, os.PathLike)):
        path = _path_argument(source, "the path")
        if name is None:
            return _report(lambda out: mpf.mpf_check_file(path, ctypes.byref(options), out))
        with _open_regular(path) as file:
            return _check_file_object(file, _path_argument(name, "name"), options)
    if isinstance(source, bytes):
        given = _path_argument(name, "name") if name is not None else None
        return _report(lambda out: mpf.mpf_check_bytes(source, len(source), given, ctypes.byref(options), out))
    if isinstance(source, (bytearray, memoryview)):
        return _check_buffer(source, name, options)
    if callable(getattr(source, "read", None)):
        if name is None and isinstance(getattr(source, "name", None), (str, bytes, os.PathLike)):
            name = source.name
        return _check_file_object(source, _path_argument(name, "name") if name is not None else None, options)
    raise TypeError(f"a path, bytes or a binary file object is needed, not {type(source).__name__}")


def _options(destination: Union[str, Destination], depth: str) -> Options:
    options = Options()
    require_ok(mpf.mpf_options_init(ctypes.byref(options)))
    if depth not in DEPTHS:
        raise ValueError(f"depth must be one of {', '.join(DEPTHS)}")
    options.depth = DEPTHS[depth]
    if isinstance(destination, Destination):
        options.custom_destination = destination._handle
        options.owner = destination  # lives as long as what refers to it
    else:
        options.destination = text_argument(destination, "destination")
    return options


def _path_argument(path: Name, what: str) -> bytes:
    encoded = os.fsencode(path)
    if b"\0" in encoded:
        raise ValueError(f"{what} must not contain a null character")
    return encoded


def _open_regular(path: bytes) -> BinaryIO:
    """Never waits for the other end of a FIFO."""
    file = open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "not a regular file", os.fsdecode(path))
    return file


def _report(call: Callable[[Any], Any]) -> Report:
    result = ctypes.c_void_p()
    require_ok(call(ctypes.byref(result)))
    try:
        length = ctypes.c_size_t()
        line = mpf.mpf_result_json(result, ctypes.byref(length))
        return Report(ctypes.string_at(line, length.value).decode("utf-8"))
    finally:
        mpf.mpf_result_free(result)


def _check_buffer(source: Buffer, name: Optional[Name], options: Options) -> Report:
    """Only what is needed is copied, so nothing that changes meanwhile is read by the library."""
    try:
        view = memoryview(source).cast("B")
    except TypeError as error:
        raise ValueError("a memoryview must be contiguous") from error
    with view:
        given = _path_argument(name, "name") if name is not None else None
        return _check_session(len(view), given, options, lambda offset, length: bytes(view[offset : offset + length]))


def _check_file_object(file: Any, name: Optional[bytes], options: Options) -> Report:
    if not _can_seek(file):
        whole = _read_to_end(file)
        return _report(lambda out: mpf.mpf_check_bytes(whole, len(whole), name, ctypes.byref(options), out))
    before = file.tell()
    size = _whole_number(file.seek(0, os.SEEK_END), "the size of the file object")

    def read(offset: int, length: int) -> bytes:
        file.seek(offset)
        return _read(file, length)

    try:
        return _check_session(size, name, options, read)
    finally:
        file.seek(before)


def _can_seek(file: Any) -> bool:
    """Not every file object says so."""
    seekable = getattr(file, "seekable", None)
    return bool(seekable()) if callable(seekable) else hasattr(file, "seek") and hasattr(file, "tell")


def _check_session(size: int, name: Optional[bytes], options: Options, read: _Reader) -> Report:
    session = ctypes.c_void_p()
    require_ok(mpf.mpf_session_open(size, name, ctypes.byref(options), ctypes.byref(session)))
    try:
        offset, length = ctypes.c_uint64(), ctypes.c_size_t()
        while True:
            require_ok(mpf.mpf_session_need(session, ctypes.byref(offset), ctypes.byref(length)))
            piece = read(offset.value, length.value) if length.value > 0 else b""
            if not piece:
                break
            require_ok(mpf.mpf_session_feed(session, piece, len(piece)))
        return _report(lambda out: mpf.mpf_session_finish(session, out))
    finally:
        mpf.mpf_session_free(session)


def _read(file: Any, length: int) -> bytes:
    """What one call gives, and no more than was asked for."""
    piece = file.read(length)
    if piece is None:
        raise BlockingIOError(errno.EAGAIN, "the file object has no bytes at the moment")
    if not isinstance(piece, (bytes, bytearray, memoryview)):
        raise ValueError("the file object is not opened in binary mode")
    return bytes(piece[:length])


def _read_to_end(file: Any) -> bytes:
    whole = bytearray()
    while True:
        piece = _read(file, _PIECE)
        if not piece:
            return bytes(whole)
        whole += piece
        if len(whole) > _MAX_UNSIZED_BYTES:
            raise OSError(errno.EFBIG, "larger than 256 MiB, and its size is not known in advance")


def _whole_number(value: Any, what: str) -> int:
    if not isinstance(value, int) or not 0 <= value < 1 << 63:
        raise ValueError(f"{what} is not a number of bytes: {value!r}")
    return value
