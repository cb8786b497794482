"""A body at a time: everything that is published of it, made in any process, and kept."""

from gongkai.bodies.many import Bodies, Gone, Shown, settle_all, show_all
from gongkai.bodies.settling import Settled
from gongkai.bodies.showing import Told
from gongkai.bodies.telling import Teller

__all__ = ["Bodies", "Gone", "Settled", "Shown", "Teller", "Told", "settle_all", "show_all"]
