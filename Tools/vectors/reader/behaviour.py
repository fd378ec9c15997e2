"""Checks of what follows from several values: folder states, control logs, sessions."""

from . import arrangement, control, folder, frames, ops
from .cases import PRODUCTIONS, decoded, unhex
from .encoding import Fault, message
from .log import run


def check_ops(case):
    if "error" in case["expect"]:
        return decoded(case)
    value, stated = message(unhex(case["bytes"]), PRODUCTIONS[case["type"]]), case["expect"]["value"]
    if case["type"] == "op":
        return case["expect"]["valid"] is True and ops.described(case["name"], value) == stated
    dots = {name: [f"{h['replica']}:{h['sequence']}" for h in value[name]] for name in ("context", "membership")}
    if value["restates"]:
        dots["restates"] = value["restates"]
    return {**dots, "ops": len(value["ops"]), "milliseconds": value["time"]["milliseconds"]} == stated


def check_folders(case):
    orders = [case["entries"], case["entries"][::-1]]
    return all(folder.replay(case, entries) == case["expect"] for entries in orders)


def check_arrangements(case):
    return arrangement.arranged(case) == case["expect"]


def check_control(case):
    account = unhex(case["account"])
    if "founding" in case:
        state = control.replay(account, [unhex(value) for value in case["founding"]])
        try:
            state.take(message(unhex(case["run"]), run))
        except control.Refused as refused:
            return str(refused) == case["expect"]["fault"]
        return False
    runs = [unhex(value) for value in case["runs"]]
    return all(control.replay(account, order).shown(case["expect"]) == case["expect"] for order in (runs, runs[::-1]))


def check_frames(case):
    if "stream" in case:
        found, fault = frames.cut(unhex(case["stream"]), case["payloadBytesMax"])
        stated = fault and {"error": fault.code, "offset": fault.offset}
        return {"frames": len(found), "fault": stated} == case["expect"]
    found, fault = frames.cut(unhex(case["frame"]), 1048576)
    if fault or len(found) != 1:
        return False
    kind, payload = found[0]
    try:
        value = frames.payload_of(kind, payload)
    except Fault as fault:
        return {"error": fault.code, "offset": fault.offset} == case["expect"]
    stated = case["expect"].get("value", {})
    same = all(value.get(name, stated[name]) == stated[name] for name in stated)
    return case["expect"].get("valid") is True and case["expect"]["type"] == kind and same


def check_sessions(case):
    sent = b"".join(unhex(value) for value in case["frames"])
    out, ends, received, is_open = frames.answer(sent, case["host"], unhex(case["challenge"]), int(case["now"]))
    return {"answer": out.hex(), "ends": ends, "isOpen": is_open, "framesForRelay": received} == case["expect"]
