"""Has cloud-init judge the metadata service.

usage: PACKET_API_URL=… PACKET_API_KEY=… PACKET_PROJECT_ID=… PACKET_METADATA_URL=… judge.py FOLDER

Orders machines from a simulator whose time stands still, moves its time on, and
lets machine.py be each of them. One line per check: `ok NAME`, or `not ok NAME:
why`; the last one is `cloud-init: N passed, M failed`.
"""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

import checks  # noqa: E402: what the judges in Python share
from checks import SSH_KEY, check  # noqa: E402

API = os.environ["PACKET_API_URL"].rstrip("/")
PROJECT = os.environ["PACKET_PROJECT_ID"]
METADATA = os.environ["PACKET_METADATA_URL"].rstrip("/")
FOLDER = sys.argv[1]
MACHINE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "machine.py")

# Nasty to JSON, to YAML and to everybody who trims.
USER_DATA = """#cloud-config

write_files:
- path: /x
  content: "ü\\t{{ds.meta_data}} '$x' \\\\ "
runcmd:
- [a, b]\x20\x20


"""
ITEMS = (
    "instance-id hostname iqn plan facility tags operating-system public-keys public-ipv4 public-ipv6 local-ipv4"
).split()
USER_DATA_PATH = "/2009-04-04/user-data"

def call(method, path, body=None, url=API):
    headers = {"X-Auth-Token": os.environ["PACKET_API_KEY"], "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            text = reply.read()
    except urllib.error.HTTPError as refusal:
        raise SystemExit(f"{method} {path}: {refusal.code} {refusal.read().decode(errors='replace')}") from refusal
    return json.loads(text) if text else None


def advance(seconds):
    origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(API))
    call("POST", "/simulator/advance", {"seconds": seconds}, url=origin)


def order(hostname, **more):
    """A machine that is provisioning and has its addresses."""
    kind = {"facility": ["ewr1"], "plan": "c1.small.x86", "operating_system": "ubuntu_20_04"}
    device = call("POST", f"/projects/{PROJECT}/devices", {"hostname": hostname, **kind, **more})
    for _ in range(40):
        if device["ip_addresses"] or device["state"] not in ("queued", "provisioning"):
            break
        advance(15)
        device = call("GET", "/devices/" + device["id"])
    return device


def address(device, family=4, public=True):
    for each in device["ip_addresses"]:
        if each["management"] and (each["address_family"], each["public"]) == (family, public):
            return each["address"]
    return "127.0.0.1"


def machine(at, *arguments, folder):
    command = [sys.executable, MACHINE, at, METADATA, os.path.join(FOLDER, folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise SystemExit(f"machine.py {' '.join(arguments)}: {done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def boots(device):
    seen = machine(address(device), "boot", folder=device["id"])
    check("boot: cloud-init takes the service for Ec2", (seen["source"], "DataSourceEc2"))
    check(
        "boot: the oldest version alone is there",
        (seen["version"], "2009-04-04"),
        (set(seen["newer versions"].values()), {404}),
    )
    check("boot: the instance is the device", (seen["instance-id"], device["id"]))
    check("boot: it complains of nothing", (seen["complaints"], []))
    check("boot: the keys", (seen["public keys"], [SSH_KEY]))
    check("boot: the user-data, byte for byte", (seen["user-data"].encode("latin-1"), USER_DATA.encode()))
    check("boot: the user-data is understood", (seen["cloud-config"].get("runcmd"), [["a", "b"]]))
    got = seen["metadata"]
    check(
        "boot: the addresses",
        (got.get("public-ipv4"), address(device)),
        (got.get("local-ipv4"), address(device, public=False)),
        (got.get("public-ipv6"), address(device, family=6)),
    )
    check(
        "boot: the other items",
        (got.get("hostname"), device["hostname"]),
        (got.get("plan"), device["plan"]["slug"]),
        (got.get("facility"), "ewr1"),
        (got.get("tags"), device["tags"]),
        (got.get("iqn"), device["iqn"]),
    )


def asks(device):
    old = "/2009-04-04/meta-data"
    items = [old, old + "/", old + "/operating-system/slug", old + "/no-such-item"]
    others = ["/", USER_DATA_PATH, "/userdata", "/metadata", "/api/v1/metadata"]
    got = machine(address(device), "ask", *items, *others, folder=device["id"])
    check("ask: the items in their order", (got[old]["body"].split(), ITEMS), (got[old + "/"]["body"].split(), ITEMS))
    check("ask: an item below an item", (got[old + "/operating-system/slug"]["body"].strip(), "ubuntu_20_04"))
    check("ask: an item that is none", *not_found(got[old + "/no-such-item"], "resource not found"))
    check("ask: the root is no path", *not_found(got["/"], "invalid request - route not found"))
    check(
        "ask: the user-data on both its paths",
        (got["/userdata"]["body"].encode("latin-1"), USER_DATA.encode()),
        (got[USER_DATA_PATH]["body"].encode("latin-1"), USER_DATA.encode()),
        (got["/userdata"]["type"].startswith("text/plain"), True),
    )
    check("ask: the JSON on both its paths", (got["/api/v1/metadata"]["body"], got["/metadata"]["body"]))
    stranger = machine("127.0.0.1", "ask", "/metadata", old, "/userdata", folder="stranger")
    for path, reply in stranger.items():
        check(f"ask: a stranger gets no {path}", *not_found(reply, "resource not found"))
    return json.loads(got["/metadata"]["body"])


def not_found(reply, message):
    body = json.loads(reply["body"]) if reply["body"].startswith("{") else reply["body"]
    return (reply["status"], 404), (body, {"message": message})


def tells(device, document):
    network = {(a["address_family"], a["public"]): a["address"] for a in document["network"]["addresses"]}
    check(
        "JSON: what the API says too",
        (document["id"], device["id"]),
        (document["hostname"], device["hostname"]),
        (document["plan"], "c1.small.x86"),
        ((document["facility"], document["metro"]), ("ewr1", "ny")),
        (document["operating_system"]["slug"], "ubuntu_20_04"),
        (document["tags"], device["tags"]),
        (document["customdata"], {"a": 1}),
        (document["ssh_keys"], [SSH_KEY]),
        (document["private_subnets"], ["10.0.0.0/8"]),
        (network[4, True], address(device)),
        (network[4, False], address(device, public=False)),
        (network[6, True], address(device, family=6)),
    )
    at = address(device)
    states = [("running", 1001), ("failed", 1099), ("succeeded", 1002)]
    for state, code in states:
        body = json.dumps({"state": state, "code": code, "message": f"it is {state}"})
        reply = machine(at, "tell", document["user_state_url"], body, folder=device["id"])
        check(f"tell: {state} is taken", (200 <= (reply.get("status") or 0) < 300, True))
    for path in (f"/devices/{device['id']}/events", f"/projects/{PROJECT}/events"):
        events = call("GET", path + "?per_page=100")["events"]
        got = sorted((event["type"], event["body"]) for event in events if event["type"].startswith("user."))
        wanted = sorted((f"user.{code}", f"it is {state}") for state, code in states)
        check(f"tell: each is an event of {path.split('/')[1]}", (got, wanted))
    check("tell: it is provisioning still", (call("GET", "/devices/" + device["id"])["state"], "provisioning"))


def phones_home(device, document):
    done = machine(address(device), "phone-home", document["phone_home_url"], folder=device["id"])
    check("phone home: cloud-init is content", (done, {"complaints": []}))
    after = call("GET", "/devices/" + device["id"])
    check("phone home: the device is active", (after["state"], "active"), (after["provisioning_percentage"], 100.0))
    last = after["provisioning_events"][-1]
    happened = last["created_at"] is not None
    check("phone home: it is the last event", (last["type"], "provisioning.110"), (happened, True))


def changes(device):
    name = "/2009-04-04/meta-data/hostname"
    call("PUT", "/devices/" + device["id"], {"userdata": "#!/bin/sh\ntrue\n", "hostname": "renamed"})
    got = machine(address(device), "ask", USER_DATA_PATH, name, folder=device["id"])
    check("change: the user-data", (got[USER_DATA_PATH]["body"], "#!/bin/sh\ntrue\n"))
    check("change: the hostname", (got[name]["body"].strip(), "renamed"))


def boots_bare():
    device = order("bare", no_ssh_keys=True)
    seen = machine(address(device), "boot", folder=device["id"])
    check(
        "bare: cloud-init boots without user-data and keys",
        (seen["instance-id"], device["id"]),
        (seen["user-data"], ""),
        (seen["public keys"], []),
        (seen["complaints"], []),
    )
    got = machine(address(device), "ask", "/userdata", USER_DATA_PATH, folder=device["id"])
    for path, reply in got.items():
        check(f"bare: there is no {path}", *not_found(reply, "resource not found"))


def main():
    call("POST", f"/projects/{PROJECT}/ssh-keys", {"label": "judge", "key": SSH_KEY})
    device = order("judged", userdata=USER_DATA, tags=["one", "two=2"], customdata={"a": 1})
    addresses = len(device["ip_addresses"])
    check("order: it is provisioning and has addresses", (device["state"], "provisioning"), (addresses, 3))
    boots(device)
    document = asks(device)
    tells(device, document)
    phones_home(device, document)
    changes(device)
    boots_bare()
    print(f"cloud-init: {checks.passed} passed, {checks.failed} failed")
    return checks.failed > 0


sys.exit(main())
