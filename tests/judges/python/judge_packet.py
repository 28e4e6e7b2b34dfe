"""Has packet-python, the service's own library for Python, judge the simulator.

usage: PACKET_API_URL=… PACKET_API_KEY=… PACKET_PROJECT_ID=… judge_packet.py

It calls the API as under its old name, without /metal/v1. It writes `{}` for no
tags and no features, updates by PATCH, puts two slashes at the beginning of some
paths, and believes in a list of keys more than in a refusal. One line per check;
the last one is `packet-python: N passed, M failed`.
"""

import packet
import requests
from checks import API, KEY, PROJECT, SSH_KEY, USER_DATA, check, refused, run, wait_for

send = requests.Session.request


def send_in_the_open(session, method, url, **more):
    """The library knows https alone, the simulator http."""
    return send(session, method, url.replace("https://", "http://", 1), **more)


requests.Session.request = send_in_the_open


def manager_with(key):
    manager = packet.Manager(auth_token=key, consumer_token="judge")
    manager.end_point = API.netloc
    return manager


manager = manager_with(KEY)


def account():
    check("account: the user's project", (manager.get_user()["default_project_id"], PROJECT))
    organization = manager.list_organizations()[0]
    check("account: the organization", (manager.get_organization(organization.id).name, organization.name))
    project = manager.create_project("second")
    project.name = "renamed"
    project.update()
    check("account: a project is changed by PATCH", (manager.get_project(project.id).name, "renamed"))
    check("account: projects", ({each.id for each in manager.list_projects()}, {PROJECT, project.id}))
    project.delete()
    check("account: one is gone", ([each.id for each in manager.list_projects()], [PROJECT]))
    refused("account: a wrong key", manager_with("wrong").list_projects, "401", "Invalid authentication token")


def catalogue():
    check("catalogue: a facility", ("ewr1" in [each.code for each in manager.list_facilities()], True))
    check("catalogue: a metro", ("da" in [each.code for each in manager.list_metros()], True))
    plans = {each.slug: each for each in manager.list_plans()}
    check("catalogue: a plan", (plans["c1.small.x86"].pricing["hour"], 0.4), (plans["c1.small.x86"].line, "baremetal"))
    check("catalogue: a system", ("ubuntu_20_04" in [each.slug for each in manager.list_operating_systems()], True))
    check("catalogue: no reserved hardware", (manager.list_hardware_reservations(PROJECT), []))
    levels = {plan["level"] for plans in manager.get_capacity().values() for plan in plans.values()}
    check("capacity: the words", (levels - {"normal", "limited", "unavailable"}, set()))
    for location, check_of in (("ewr1", manager.validate_capacity), ("da", manager.validate_metro_capacity)):
        plan = "c1.small.x86" if location == "ewr1" else "c3.medium.x86"
        check(f"capacity: {location} has some", (check_of([(location, plan, 2)]), True))
        check(f"capacity: {location} is not endless", (check_of([(location, plan, 10**9)]), False))


def keys():
    key = manager.create_ssh_key("one", SSH_KEY)
    key.label = "other"
    key.update()
    check("keys: changed by PATCH", (manager.get_ssh_key(key.id).label, "other"), (manager.get_ssh_key(key.id).key, SSH_KEY))
    key.delete()
    token = manager.call_api(f"projects/{PROJECT}/api-keys", "POST", {"description": "judge", "read_only": False})
    of_project = manager_with(token["token"])
    made = of_project.create_project_ssh_key(PROJECT, "ours", SSH_KEY)
    again = of_project.create_project_ssh_key(PROJECT, "ours", SSH_KEY)
    check("keys: a project key finds what it made", (again.id, made.id))
    check("keys: a project key sees its project", ([each.id for each in of_project.list_projects()], [PROJECT]))
    refused("keys: a project key is no user", of_project.get_user, "403")
    return (made,)


def waited(device, state):
    return wait_for(lambda: manager.get_device(device.id), lambda now: now.state in (state, "failed"))


def creation(key):
    device = manager.create_device(
        PROJECT,
        "one",
        "c1.small.x86",
        facility=["ewr1", "any"],
        operating_system="ubuntu_20_04",
        userdata=USER_DATA,
        customdata={"a": 1},
        project_ssh_keys=[key.id],
    )
    check("creation: queued, without addresses", (device.state, "queued"), (device.ip_addresses, []), (device.tags, []))
    check("creation: what was ordered", (device.userdata, USER_DATA), (device.customdata, {"a": 1}))
    in_metro = manager.create_device(
        PROJECT, "two", "c3.medium.x86", metro="da", operating_system="ubuntu_20_04", tags=["t"], spot_instance=True, spot_price_max=2
    )
    check("creation: in a metro", (in_metro.metro["code"], "da"), (in_metro.tags, ["t"]))
    check("creation: for what the market gives", (in_metro.spot_instance, True))
    names = [each.hostname for each in manager.list_all_devices(PROJECT)]
    check("creation: listed", (sorted(names), ["one", "two"]))
    second = manager.list_devices(PROJECT, params={"per_page": 1, "page": 2})
    check("creation: pages", (len(second), 1), (manager.meta["total"], 2), (manager.meta["last_page"], 2))
    device = waited(device, "active")
    check("creation: it comes up", (device.state, "active"), (device.provisioning_percentage, 100.0))
    check("creation: the key", ([each["href"].rsplit("/", 1)[1] for each in device.ssh_keys], [key.id]))
    check("creation: addresses", (len(device.ip_addresses), 3), (len(manager.list_device_ips(device.id)), 3))
    waited(in_metro, "active")
    in_metro.delete()
    key.delete()
    return (device,)


def actions(device):
    device.power_off()
    check("actions: off", (waited(device, "inactive").state, "inactive"))
    device.power_on()
    check("actions: on", (waited(device, "active").state, "active"))
    device.reboot()
    device.rescue()
    device.reinstall("ubuntu_18_04")
    check("actions: reinstalled", (manager.get_device(device.id).state, "reinstalling"))
    device = waited(device, "active")
    check("actions: with another system", (device.operating_system.slug, "ubuntu_18_04"))
    device.hostname, device.tags, device.locked, device.customdata = "renamed", ["x"], True, {"b": 2}
    device.update()
    now = manager.get_device(device.id)
    check("changes: by PATCH", (now.hostname, "renamed"), (now.tags, ["x"]), (now.customdata, {"b": 2}), (now.userdata, USER_DATA))
    refused("changes: locked", device.delete, "422")
    device.locked = False
    device.update()
    events = manager.list_device_events(device.id, params={"per_page": 100})
    first = manager.get_event(events[-1].id)
    check("events: the first of all", (first.type, "provisioning.101"), (first.body, events[-1].body))
    there = {each.id for each in manager.list_project_events(PROJECT, params={"per_page": 1000})}
    check("events: the project's too", ({each.id for each in events} <= there, True))
    return (device,)


def addresses(device):
    block = manager.reserve_ip_address(PROJECT, "public_ipv4", 2, facility="ewr1", details="judge", tags=["t"])
    check("addresses: a block", (block.cidr, 31), (block.facility.code, "ewr1"), (block.tags, ["t"]))
    assigned = manager.create_device_ip(device.id, block.address + "/32", customdata={"c": 3})
    check("addresses: assigned", (assigned.assigned_to["href"].endswith(device.id), True), (assigned.customdata, {"c": 3}))
    check("addresses: read by its id", (manager.get_ip(assigned.id).address, block.address))
    refused("addresses: once only", lambda: manager.create_device_ip(device.id, block.address + "/32"), "422")
    href = next(each["href"] for each in manager.get_device(device.id).ip_addresses if each["id"] == assigned.id)
    check("addresses: links are those of the old name", (href, "/ips/" + assigned.id))
    # As Ansible's packet_ip_subnet does.
    manager.call_api(href, "DELETE")
    check("addresses: unassigned by its link", (block.address in str(manager.get_device(device.id).ip_addresses), False))
    block.delete()
    check("addresses: given back", ("t" in str([each.tags for each in manager.list_project_ips(PROJECT)]), False))


def bgp(device):
    manager.enable_project_bgp_config(PROJECT, 65000, "local", md5="abcDEF12345")
    config = manager.get_bgp_config(PROJECT)
    check("BGP: on", (config.asn, 65000), (config.deployment_type, "local"), (config.md5, "abcDEF12345"))
    session = manager.create_bgp_session(device.id, "ipv4")
    check("BGP: a session", ([each.id for each in manager.get_bgp_sessions(device.id)], [session.id]))


def batches(device):
    wish = {"hostname": "b{{index}}", "quantity": 2, "facility": "ewr1", "plan": "c1.small.x86", "operating_system": "ubuntu_20_04"}
    batch = manager.create_batch(PROJECT, [packet.DeviceBatch(wish)])[0]
    check("batches: queued, without machines", (batch.state, "queued"), (batch.devices, []), (batch.quantity, 2))
    look = lambda: manager.list_batches(PROJECT, params={"include": "devices"})[0]
    batch = wait_for(look, lambda now: now.state in ("completed", "failed"))
    names = [each["hostname"] for each in batch.devices]
    check("batches: its machines", (batch.state, "completed"), (len(set(names)), 2), (names, [name for name in names if name[0] == "b"]))
    for each in batch.devices:
        waited(manager.get_device(each["id"]), "active").delete()
    manager.delete_batch(batch.id)
    check("batches: gone", (manager.list_batches(PROJECT), []))


def removal(device):
    device.delete()
    check("removal: it goes", (wait_for(lambda: manager.list_devices(PROJECT), lambda now: not now), []))
    refused("removal: gone", lambda: manager.get_device(device.id), "404", "Not found")


run("packet-python", [account, catalogue, keys, creation, actions, addresses, bgp, batches, removal])
