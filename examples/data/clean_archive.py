"""Rewrites an offline archive without what it tells about the machine that made it."""

import hashlib
import json
import re
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

REQUIRED = {
    line.split("==")[0].lower()
    for line in Path(__file__).with_name("requirements.txt").read_text().splitlines()
}
KEPT_SYSTEM_DETAILS = {"os_type", "python_version"}
DROPPED_TYPES = {"os_packages", "cloud_details", "gpu_static_info", "system_info", "git_metadata"}


def clean_archive(source, target, start_time):
    """Copies an archive, stored and flat as the SDK writes it.

    Facts of the machine go, every time moves so that the run starts at `start_time` (milliseconds
    since 1970), and random names become ones that follow from the experiment key.
    """
    with zipfile.ZipFile(source) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    experiment = json.loads(members["experiment.json"])
    shift = start_time - experiment["start_time"]
    experiment["start_time"] += shift
    experiment["stop_time"] += shift
    experiment["tags"].sort()
    messages = [json.loads(line) for line in members["messages.json"].decode().splitlines()]
    kept = [clean_message(m, shift) for m in messages if is_kept(m)]
    members["experiment.json"] = json.dumps(experiment).encode()
    members["messages.json"] = "".join(map(json_line, kept)).encode()
    write_archive(target, with_stable_names(members, kept, experiment["offline_id"]), start_time)


def is_kept(message):
    # What the SDK itself prints depends on the machine, such as that it found no address.
    said_by_sdk = message["payload"].get("output", "").startswith("COMET ")
    return message["type"] not in DROPPED_TYPES and not said_by_sdk


def clean_message(message, shift):
    """The message with moved times and without what names the machine."""
    payload = message["payload"]
    if "local_timestamp" in payload:
        payload["local_timestamp"] += shift
    if message["type"] == "system_details":
        for name in payload.keys() - KEPT_SYSTEM_DETAILS - {"message_id"}:
            payload[name] = None
    if message["type"] == "installed_packages":
        packages = payload["installed_packages"]
        payload["installed_packages"] = [
            p for p in packages if p.split("==")[0].lower() in REQUIRED
        ]
    return message


def json_line(message):
    return json.dumps(message, sort_keys=True, separators=(",", ":")) + "\n"


def with_stable_names(members, messages, key):
    """Replaces random ids and temporary file names, wherever they occur, by others as long."""
    replacements = {}
    uses = Counter()
    for payload in (m["payload"] for m in messages if is_asset(m)):
        parameters = payload["additional_params"]
        # Not the place among the messages: uploads run in threads of their own.
        use = (parameters.get("fileName") or parameters["figName"], parameters["step"])
        stable = hashlib.md5(repr((key, use, uses[use])).encode()).hexdigest()
        uses[use] += 1
        replacements[parameters.get("assetId") or parameters["imageId"]] = stable
        if "file_path" in payload:
            replacements[payload["file_path"]] = f"tmp{stable[:8]}"
    if not replacements:
        return members
    pattern = re.compile("|".join(map(re.escape, replacements)).encode())

    def replace(match):
        return replacements[match[0].decode()].encode()

    return {
        pattern.sub(replace, name.encode()).decode(): pattern.sub(replace, content)
        for name, content in members.items()
    }


def is_asset(message):
    return message["type"] in ("file_upload", "remote_file")


def write_archive(target, members, start_time):
    day = datetime.fromtimestamp(start_time / 1000, UTC).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name in sorted(members):
            archive.writestr(zipfile.ZipInfo(name, day), members[name])
