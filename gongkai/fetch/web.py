"""Ask the web for one address, politely and within limits: an Answer, or a Refused that says why there is none.

One request at a time a host, with a pause between; what robots.txt forbids is not asked for; what fails for a while is tried again, later each
time; nothing takes longer, grows larger or leads further than is set here. An address inside (a private or local one, file:) is never asked for:
that is looked at where the connection is made, so that no name and no redirection leads there.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import urllib3
from protego import Protego
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, LocationParseError

AGENT = "gongkai"
MOST_BYTES = 60_000_000
MOST_OF_ROBOTS = 500_000
MOST_REDIRECTS = 5
LONGEST_WAIT = 120.0
"""seconds that a host may ask us to wait before we rather come another day"""
MOST_COOKIES = 20
_COOKIE = re.compile(r"[\w!#$%&'*+.^`|~-]{1,100}", re.ASCII)
_COOKIE_VALUE = re.compile(r"[!-+\--:<-\[\]-~]{0,1000}")
_LATER = (429, 500, 502, 503, 504)
_CHUNK = 65_536


class Refused(Exception):
    """There is no answer. `reason`: one line for a person, in Chinese and in English. is_passing: another day it may go well."""

    def __init__(self, zh: str, en: str, *, is_passing: bool = False) -> None:
        super().__init__(en)
        self.reason = {"zh": zh, "en": en}
        self.is_passing = is_passing


@dataclass(frozen=True, slots=True)
class Answer:
    """address: where it came from in the end. status: 200, or 304 where it is what we have. at: when, UTC. headers: names in small letters."""

    address: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    at: str

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Limits:
    """delay: seconds between two requests to one host. seconds: for one answer, in all. tries: of what may go well later.

    is_inside_allowed: for tests only, whose server is on this machine.
    """

    delay: float = 2.0
    connect: float = 15.0
    read: float = 30.0
    seconds: float = 180.0
    tries: int = 3
    most_bytes: int = MOST_BYTES
    is_inside_allowed: bool = False


@dataclass
class _Host:
    last: float = 0.0
    delay: float = 0.0
    robots: Protego | None = None
    closed: tuple[str, str] | None = None
    """why robots.txt cannot be had (zh, en)"""
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


class _Inside(HTTPError):
    """The connection leads to an address that is not of the public net."""


def _guarded(kind: type[HTTPConnection]) -> type[HTTPConnection]:
    class Guarded(kind):  # type: ignore[misc, valid-type]
        def _new_conn(self) -> socket.socket:
            made: socket.socket = super()._new_conn()
            if not is_public(made.getpeername()[0]):
                made.close()
                raise _Inside("not a public address")
            return made

    return Guarded


def is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not ip.is_multicast


class _PublicHTTP(HTTPConnectionPool):
    ConnectionCls = _guarded(HTTPConnection)


class _PublicHTTPS(HTTPSConnectionPool):
    ConnectionCls = _guarded(HTTPSConnection)  # type: ignore[assignment]


@dataclass
class Web:
    """agent: how we call ourselves, with an address to complain at. wait: how to pause."""

    agent: str = AGENT
    limits: Limits = field(default_factory=Limits)
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _pool: Any = None

    def __post_init__(self) -> None:
        self._pool = urllib3.PoolManager(num_pools=20, maxsize=1, retries=False)
        if not self.limits.is_inside_allowed:
            self._pool.pool_classes_by_scheme = {"http": _PublicHTTP, "https": _PublicHTTPS}

    def get(self, address: str, conditions: Mapping[str, str] | None = None) -> Answer:
        """Ask for an address. conditions: headers that make the answer 304 where nothing changed. Raises Refused, and nothing else."""
        seen: list[tuple[str, str]] = []
        here = to_address(address)
        while True:
            asked = (here, self._host(here).cookie)  # many a site sets a cookie and sends back to the same address
            if asked in seen:
                raise Refused("网址转来转去，没有终点", "it redirects in a circle")
            if len(seen) > MOST_REDIRECTS:
                raise Refused(f"转向超过 {MOST_REDIRECTS} 次", f"it redirects more than {MOST_REDIRECTS} times")
            seen.append(asked)
            self._ask_robots(here)
            answer = self._try(here, conditions or {}, self.limits.most_bytes)
            if answer.status not in (301, 302, 303, 307, 308):
                break
            here = to_address(answer.headers.get("location", ""), here)
        if answer.status == 304 or 200 <= answer.status < 300:
            return answer
        if answer.status in (401, 403):
            raise Refused(f"网站拒绝访问（{answer.status}）", f"the site does not let us in ({answer.status})")
        if answer.status in (404, 410):
            raise Refused(f"网页不存在（{answer.status}）", f"there is no such page ({answer.status})")
        raise Refused(f"网站答复 {answer.status}", f"the site answers {answer.status}", is_passing=answer.status in _LATER)

    def _ask_robots(self, address: str) -> None:
        """Raise Refused where robots.txt forbids an address. As RFC 9309 has it: none forbids nothing, one that cannot be had forbids all."""
        parts = urlsplit(address)
        host = self._host(address)
        if host.robots is None and host.closed is None:
            text = b""
            try:
                place: str = f"{parts.scheme}://{parts.netloc}/robots.txt"
                for _ in range(MOST_REDIRECTS):
                    answer = self._try(place, {}, MOST_OF_ROBOTS)
                    if not 300 <= answer.status < 400:
                        break
                    place = to_address(answer.headers.get("location", ""), place)
                if answer.status >= 500 or answer.status == 429:
                    host.closed = f"{answer.status}", f"{answer.status}"
                text = answer.content if answer.status == 200 else b""
            except Refused as error:
                host.closed = error.reason["zh"], error.reason["en"]
            host.robots = Protego.parse(text.decode("utf-8", "replace"))
            host.delay = min(float(host.robots.crawl_delay(self.agent) or 0), 60.0)
        if host.closed is not None:
            zh, en = host.closed
            raise Refused(f"网站的 robots.txt 取不到（{zh}），因此不取", f"its robots.txt cannot be had ({en}), so nothing is", is_passing=True)
        if host.robots is not None and not host.robots.can_fetch(address, self.agent):
            raise Refused("网站的 robots.txt 不许可", "its robots.txt forbids it")

    def _try(self, address: str, conditions: Mapping[str, str], most: int) -> Answer:
        """One address, again after a pause where it may go well then."""
        for number in range(1, self.limits.tries + 1):
            try:
                answer = self._once(address, conditions, most)
            except Refused as error:
                if not error.is_passing or number == self.limits.tries:
                    raise
                self.wait(2.0**number)
                continue
            if answer.status not in _LATER or number == self.limits.tries:
                return answer
            asked = to_seconds(answer.headers.get("retry-after", ""))
            if asked > LONGEST_WAIT:
                raise Refused(f"网站请我们 {asked:.0f} 秒后再来", f"the site asks us to come back in {asked:.0f} s", is_passing=True)
            self.wait(max(asked, 2.0**number))
        raise AssertionError("there is at least one try")

    def _once(self, address: str, conditions: Mapping[str, str], most: int) -> Answer:
        host = self._host(address)
        pause = max(self.limits.delay, host.delay) - (self.clock() - host.last) if host.last else 0
        if pause > 0:
            self.wait(pause)
        started = self.clock()
        timeout = urllib3.Timeout(connect=self.limits.connect, read=self.limits.read)
        headers = {"User-Agent": self.agent, "Accept": "*/*", "Accept-Language": "zh-CN,zh;q=0.9", "Accept-Encoding": "gzip, deflate", **conditions}
        if host.cookie:
            headers["Cookie"] = host.cookie
        try:
            response = self._pool.request("GET", address, headers=headers, timeout=timeout, redirect=False, retries=False, preload_content=False)
            try:
                content = self._read(response, most, started)
                keep_cookies(host.cookies, response.headers.getlist("Set-Cookie"))
            finally:
                response.close()
        except _Inside as error:
            raise Refused("网址在内部网络，不取", "the address is inside a private network, and is not asked for") from error
        except LocationParseError as error:
            raise Refused("网址不成立", "this is no address") from error
        except (HTTPError, OSError, ValueError) as error:
            if isinstance(error.__cause__ or error, _Inside) or "_Inside" in repr(error):
                raise Refused("网址在内部网络，不取", "the address is inside a private network, and is not asked for") from error
            zh, en = to_trouble(error)
            raise Refused(zh, en, is_passing=True) from error
        finally:
            host.last = self.clock()
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Answer(address, response.status, {k.lower(): str(v)[:500] for k, v in response.headers.items()}, content, at)

    def _read(self, response: Any, most: int, started: float) -> bytes:
        declared = response.headers.get("Content-Length", "")
        if declared.isdigit() and int(declared) > most:
            raise Refused(f"超过 {most // 1_000_000} MB", f"it is larger than {most // 1_000_000} MB")
        pieces, size = [], 0
        while piece := response.read1(_CHUNK, decode_content=True):  # what has come, however little: one that trickles is to be seen
            pieces.append(piece)
            size += len(piece)
            if size > most:
                raise Refused(f"超过 {most // 1_000_000} MB", f"it is larger than {most // 1_000_000} MB")
            if self.clock() - started > self.limits.seconds:
                raise Refused(f"{self.limits.seconds:.0f} 秒没有传完", f"it takes longer than {self.limits.seconds:.0f} s", is_passing=True)
        return b"".join(pieces)

    def _host(self, address: str) -> _Host:
        parts = urlsplit(address)
        return self._hosts.setdefault(f"{parts.scheme}://{parts.netloc.lower()}", _Host())


def keep_cookies(kept: dict[str, str], told: Iterable[str]) -> None:
    """Keep what a host sets, for as long as this run lasts and for itself alone: few, short, and nothing that could end a line."""
    for text in told:
        name, _, value = text.partition(";")[0].partition("=")
        name, value = name.strip(), value.strip()
        if _COOKIE.fullmatch(name) and _COOKIE_VALUE.fullmatch(value) and (name in kept or len(kept) < MOST_COOKIES):
            kept[name] = value


def to_trouble(error: Exception) -> tuple[str, str]:
    """What went wrong on the way, in words."""
    name = type(error).__name__
    if "Timeout" in name or isinstance(error, TimeoutError):
        return "网站没有及时答复", "the site does not answer in time"
    if name in ("IncompleteRead", "ProtocolError", "InvalidChunkLength"):
        return "传输中断，内容不全", "the transfer broke off, and what came is not whole"
    if "SSL" in name or "Certificate" in name:
        return "网站的证书不可信", "its certificate cannot be trusted"
    if name == "DecodeError":
        return "内容的压缩已损坏", "its compression is broken"
    return "连不上网站", f"the site cannot be reached ({name})"


def to_address(address: str, base: str = "") -> str:
    """An address whole and in its usual form, without what stands behind #. Raises Refused for what is not http or https, or names a user."""
    try:
        whole = urldefrag(urljoin(base, address.strip())).url
        parts = urlsplit(whole)
        usual = urllib3.util.parse_url(whole).url if parts.hostname and parts.scheme in ("http", "https") and parts.port != 0 else ""
    except (ValueError, LocationParseError) as error:
        raise Refused("网址不成立", "this is no address") from error
    if not usual or parts.username is not None or len(usual) > 2_000:
        raise Refused("只取 http 和 https 网址", "only http and https addresses are asked for")
    return usual


def to_seconds(text: str) -> float:
    """What Retry-After asks for: seconds, or a date."""
    if text.strip().isdigit():
        return min(float(text), 1e9)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return 0.0
