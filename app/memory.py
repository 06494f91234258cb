"""Gives memory back to the machine."""

import contextlib
import ctypes
import gc


def release_memory() -> None:
    """Collect what nobody holds any more and return it to the machine; without glibc only collect.

    An edition is built in some 200 MB, which the C library would keep for the next one.
    """
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):  # another libc than glibc has no such call
        ctypes.CDLL(None).malloc_trim(0)
