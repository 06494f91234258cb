"""Whom a bound per address counts together."""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

_ONE_LINE = 64
"""Bits that one line or telephone has in common; the others its owner chooses as they like (RFC 6177)."""


def caller_address() -> str:
    """The address a request came from, of an IPv6 one the network: 2^64 addresses are one caller's."""
    written = request.remote_addr or ""
    try:
        address = ip_address(written)
    except ValueError:
        return written
    if not isinstance(address, IPv6Address):
        return written
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), _ONE_LINE), strict=False))
