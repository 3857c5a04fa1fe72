"""Standing in a circle's first turn: its founder, or a seat of a clone."""

from __future__ import annotations

from homeward.schema.state import Policy

from .circle import Circle
from .local import EpochKeys
from .make_turn import Made
from .tree import Tree

DEFAULT_POLICY = Policy(kind="circle", vouchers=2, talk_days=30, turn_days=7, probation_days=14)


def begin(circle: Circle, made: Made, seat: int) -> None:
    """Take `seat` in the first turn this device made, with its secrets."""
    secrets = made.secrets
    keys = EpochKeys(e=secrets.e, l=secrets.l, d=secrets.d, lane=secrets.lane, lane_seed=secrets.lane_seed, ended=-1)
    circle.tree = Tree.from_genesis(made.signed)
    circle.save_node(circle.tree.root)
    circle.keys[made.id] = keys
    circle.put("keys", made.id, keys)
    circle.change_me(circle=made.id, seat=seat, root=made.id, tip=made.id)
