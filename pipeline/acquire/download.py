"""Download over http(s), from servers that lie, stall, redirect and cut short.

urllib3 does the talking; the loop is ours, because its own retries end where the body begins, and its
redirects would follow from https to http.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.util import Retry, Timeout

from pipeline.acquire.storing import Fetched, FetchError, FetchLimits, Validators, check_size, out_of_time, store

_PIECE = 1 << 16
_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_MAY_PASS = frozenset({408, 425, 429, 500, 502, 503, 504})
_HEADERS = {"User-Agent": "mou-pipeline", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class _Order:
    """One download; the arguments of ``download``."""

    url: str
    target: Path
    since: Validators
    limits: FetchLimits
    until: float


class _PassingError(Exception):
    """A status that may be another one next time; carries the response, which may say when."""

    def __init__(self, response: urllib3.BaseHTTPResponse) -> None:
        super().__init__(f"the server answers {response.status}")
        self.response = response


def download(url: str, target: Path, since: Validators, limits: FetchLimits, until: float) -> Fetched | None:
    """Download into a new file, trying again what may pass.

    Args:
        url: http or https.
        target: File to write; it does not exist yet.
        since: Validators of the content that lies here; empty to download in any case.
        limits: Of this source.
        until: Moment of ``time.monotonic`` at which to give up.

    Returns:
        ``None`` when the server says that it has not changed.

    Raises:
        FetchError: See ``pipeline.acquire.fetch.fetch``.
    """
    order = _Order(url, target, since, limits, until)
    retry = Retry(total=limits.retries, backoff_factor=limits.pause, redirect=0)
    with _manager(url) as manager:
        while True:
            try:
                return _attempt(manager, order)
            except ValueError as error:  # urllib's and urllib3's for what they cannot parse
                raise FetchError(f"not an address: {error}") from error
            except (HTTPError, _PassingError) as error:
                target.unlink(missing_ok=True)
                retry = _next_try(retry, order, error)


def _next_try(retry: Retry, order: _Order, error: Exception) -> Retry:
    """Wait before another attempt; give up when there were enough, or it would begin too late."""
    response = error.response if isinstance(error, _PassingError) else None
    try:
        retry = retry.increment("GET", order.url, error=None if response else error, response=response)
        pause = (retry.get_retry_after(response) if response else None) or retry.get_backoff_time()
    except HTTPError as last:  # enough attempts, or a Retry-After that says nothing
        raise FetchError(_reason(error)) from last
    if time.monotonic() > order.until:
        raise out_of_time(order.limits.timeout) from error
    if time.monotonic() + pause > order.until:
        raise FetchError(f"{_reason(error)}; it may be tried again in {pause:g} seconds")
    time.sleep(pause)
    return retry


def _attempt(manager: urllib3.PoolManager, order: _Order) -> Fetched | None:
    response = _open(manager, order)
    try:
        if response.status == 304 and order.since != Validators():
            return None
        if response.status in _GONE:
            raise FetchError(f"the server answers {response.status}: it is not there any more", gone=True)
        if response.status in _MAY_PASS:
            raise _PassingError(response)
        if response.status != 200:
            raise FetchError(f"the server answers {response.status}")
        length = response.headers.get("Content-Length", "")
        check_size(int(length) if length.isdigit() else 0, order.limits)
        fetched = store(_pieces(response), order.target, order.limits, order.until)
        return replace(fetched, validators=_validators(response))
    finally:
        response.close()


def _open(manager: urllib3.PoolManager, order: _Order) -> urllib3.BaseHTTPResponse:
    """The first response that is no redirect."""
    url, left = order.url, max(order.until - time.monotonic(), 0.1)
    wait = Timeout(connect=min(10.0, left), read=min(30.0, left))
    for _ in range(_REDIRECTS + 1):
        response = manager.request(
            "GET",
            url,
            headers=_HEADERS | _conditions(order.since),
            preload_content=False,
            redirect=False,
            retries=False,
            timeout=wait,
        )
        target = response.headers.get("Location")
        if response.status not in _MOVED or not target:
            return response
        response.close()
        url = _next_address(url, target)
    raise FetchError(f"redirected more than {_REDIRECTS} times")


def _next_address(url: str, target: str) -> str:
    """Where a redirect leads, if it may be followed."""
    following = urljoin(url, target)
    scheme = urlsplit(following).scheme.lower()
    if scheme not in {"http", "https"}:
        raise FetchError(f"redirected to {scheme or 'an address without scheme'}, which is refused")
    if scheme == "http" and urlsplit(url).scheme.lower() == "https":
        raise FetchError("redirected from https to http, which is refused")
    return following


def _pieces(response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    """What has arrived, as it arrives: waiting for a full piece would let a trickle outlast any deadline."""
    while piece := response.read1(_PIECE, decode_content=True):
        yield piece


def _conditions(since: Validators) -> dict[str, str]:
    headers = {"If-None-Match": since.etag, "If-Modified-Since": since.last_modified}
    return {name: value for name, value in headers.items() if value}


def _validators(response: urllib3.BaseHTTPResponse) -> Validators:
    return Validators(response.headers.get("ETag"), response.headers.get("Last-Modified"))


def _manager(url: str) -> urllib3.PoolManager:
    """Through the proxy of the environment, where there is one for this address."""
    parts = urlsplit(url)
    proxy = getproxies().get(parts.scheme.lower())
    if proxy and not proxy_bypass(parts.netloc):
        return urllib3.ProxyManager(proxy)
    return urllib3.PoolManager()


def _reason(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300] if not isinstance(error, _PassingError) else str(error)
