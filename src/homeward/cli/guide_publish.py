"""`homeward guide build | sign | verify | test`: from a folder to a file others can trust."""

from __future__ import annotations

import os
from pathlib import Path

import click

from homeward.guide.compile import compile_draft, pack_bytes, unpack
from homeward.guide.errors import GuideError, SignatureMissing
from homeward.guide.load import load
from homeward.guide.trial import trial
from homeward.guide.trust import accept, comment_for, file_name
from homeward.keys import minisign

from .guide_common import PACK, today_is
from .speak import EXIT_REFUSED, emit, json_option
from .words import w

FILE = click.argument("bundle", type=click.Path(path_type=Path, exists=True, dir_okay=False))


@click.command("build", help=w("cmd-guide-build"))
@PACK
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help=w("opt-guide-out-folder"))
@json_option
def build_command(pack: Path, out: Path, as_json: bool) -> None:
    """See `cmd-guide-build`."""
    bundle = compile_draft(load(pack))
    out.mkdir(parents=True, exist_ok=True)
    file = out / file_name(bundle.pack)
    data = pack_bytes(bundle)
    if file.exists() and file.read_bytes() != data and list(out.glob(f"{file.name}.*.minisig")):
        raise GuideError(w("guide-build-signed", file=str(file)))
    file.write_bytes(data)
    emit(as_json, {"file": str(file), "bytes": len(data)}, w("guide-built", file=str(file), kib=f"{len(data) / 1024:.1f}"))


@click.command("sign", help=w("cmd-guide-sign"))
@click.argument("bundle", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False), required=True, help=w("opt-guide-key"))
@click.option("--new-key", is_flag=True, help=w("opt-guide-new-key"))
@json_option
def sign_command(bundle: Path | None, key: Path, new_key: bool, as_json: bool) -> None:
    """See `cmd-guide-sign`."""
    if new_key:
        made = minisign.new_key()
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(minisign.secret_file(made, _passphrase(again=True)))
        key.with_suffix(".pub").write_text(minisign.public_file(made.public))
        emit(as_json, {"public": made.public.text(), "name": made.public.name}, w("guide-key-made", name=made.public.name, key=str(key)))
        return
    if bundle is None:
        raise click.UsageError(w("guide-sign-what"))
    text = key.read_text()
    secret = minisign.secret_from(text, _passphrase(again=False) if minisign.is_locked(text) else "")
    data = bundle.read_bytes()
    pack = unpack(data).pack
    into = bundle.with_name(f"{bundle.name}.{secret.public.name}.minisig")
    into.write_text(minisign.sign(secret, data, comment_for(pack)))
    emit(as_json, {"signature": str(into), "name": secret.public.name}, w("guide-signed", name=secret.public.name, file=str(into)))


@click.command("verify", help=w("cmd-guide-verify"))
@FILE
@click.option("--keys", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=True, help=w("opt-guide-keys"))
@click.option("--threshold", type=click.IntRange(1), default=2, show_default=True, help=w("opt-guide-threshold"))
@click.option("--here", type=click.Path(path_type=Path, exists=True, dir_okay=False), help=w("opt-guide-here"))
@click.option("--today", help=w("opt-guide-today"))
@json_option
def verify_command(bundle: Path, keys: Path, threshold: int, here: Path | None, today: str | None, as_json: bool) -> None:
    """See `cmd-guide-verify`."""
    trusted = keys_in(keys)
    if len({k.key for k in trusted}) < threshold:
        raise SignatureMissing(w("guide-few-keys", count=len(trusted), threshold=threshold))
    signatures = [f.read_text() for f in sorted(bundle.parent.glob(f"{bundle.name}.*minisig"))]
    found = accept(bundle.read_bytes(), signatures, trusted, threshold, today or today_is(), here.read_bytes() if here else None)
    pack = found.bundle.pack
    lines = [w("guide-verified", id=pack.id, version=str(pack.version), names=", ".join(found.signers))]
    if found.expired:
        lines.append(w("guide-open-expired", since=pack.expires))
    emit(
        as_json,
        {"id": pack.id, "version": pack.version, "signers": found.signers, "expires": pack.expires, "expired": found.expired},
        *lines,
    )


def keys_in(file: Path) -> list[minisign.PublicKey]:
    """The public keys of a file: one a line, comments and empty lines aside."""
    lines = [line.split("#")[0].strip() for line in file.read_text().splitlines()]
    return [minisign.public_from(line) for line in lines if line and not line.startswith("untrusted comment:")]


@click.command("test", help=w("cmd-guide-test"))
@PACK
@json_option
@click.pass_context
def test_command(ctx: click.Context, pack: Path, as_json: bool) -> None:
    """See `cmd-guide-test`."""
    tried = trial(load(pack))
    lines = [w("guide-test-miss", subject=m.subject, expected=m.expected, came=m.came) for m in tried.misses]
    counts = {"cases": tried.cases, "paths": tried.paths, "boundaries": tried.boundaries}
    emit(as_json, tried, *lines, w("guide-tested", misses=len(tried.misses), **counts))
    if tried.misses:
        ctx.exit(EXIT_REFUSED)


def _passphrase(*, again: bool) -> str:
    given = os.environ.get("HOMEWARD_GUIDE_PASSPHRASE")
    return (
        given
        if given is not None
        else str(click.prompt(w("guide-passphrase"), hide_input=True, default="", show_default=False, confirmation_prompt=again))
    )
