"""Has Apache libcloud's driver judge the simulator.

usage: PACKET_API_URL=… PACKET_API_KEY=… PACKET_PROJECT_ID=… judge_libcloud.py

The driver says nearly everything in the query, as Python writes it. It takes 200
alone for success of an action, so that what its actions return says nothing. One
line per check; the last one is `libcloud: N passed, M failed`.
"""

import json

from checks import API, KEY, PROJECT, SSH_KEY, USER_DATA, check, refused, run, wait_for
from libcloud.compute.drivers.equinixmetal import EquinixMetalConnection, EquinixMetalNodeDriver
from libcloud.compute.types import NodeState


def driver_with(key):
    driver = EquinixMetalNodeDriver(key, PROJECT)
    driver.connection = EquinixMetalConnection(key, secure=False, host=API.hostname, port=API.port)
    driver.connection.driver = driver
    driver.connection.connect()
    return driver


driver = driver_with(KEY)


def account():
    projects = [project.id for project in driver.projects]
    check("account: the project is found", (projects, [PROJECT]), (driver.project_id, PROJECT))
    refused("account: a wrong key", lambda: driver_with("wrong").list_nodes(PROJECT), "Invalid authentication token")


def catalogue():
    metros = {location.extra["code"]: location for location in driver.list_locations()}
    check("catalogue: a metro", (metros["da"].name, "Dallas"))
    images = {image.id: image for image in driver.list_images()}
    image = images["ubuntu_20_04"]
    check("catalogue: an image", (image.extra["distro"], "ubuntu"), ("c3.medium.x86" in image.extra["supported_sizes"], True))
    sizes = {size.id: size for size in driver.list_sizes()}
    size = sizes["c3.medium.x86"]
    check("catalogue: a size", (size.ram, 64 * 1024), (size.price, 1.35), (size.disk, 2 * 240 + 2 * 480))
    check("catalogue: where it is", ("/" + metros["da"].id in size.extra["regions"], True))
    check("catalogue: only machines are sizes", ([size.id for size in sizes.values() if not size.ram], []))
    return size, image, metros["da"]


def keys(*kind):
    key = driver.create_key_pair("a + b", SSH_KEY)
    check("keys: made of a query", (key.public_key, SSH_KEY), (key.extra["label"], "a + b"))
    refused("keys: once only", lambda: driver.create_key_pair("again", SSH_KEY), "taken")
    check("keys: listed", ([each.name for each in driver.list_key_pairs()], [key.name]))
    check("keys: removed", (driver.delete_key_pair(key), True), (driver.list_key_pairs(), []))
    refused("keys: gone", lambda: driver.delete_key_pair(key), "Not found")


def seen(node):
    return next((each for each in driver.list_nodes() if each.id == node.id), None)


def reaches(node, state):
    got = wait_for(lambda: seen(node), lambda one: one is None or one.state in (state, NodeState.ERROR))
    return got and got.state


def creation(size, image, metro):
    node = driver.create_node("one", size, image, metro, cloud_init=USER_DATA, tags=["a", "b"])
    check("creation: pending, without addresses", (node.state, NodeState.PENDING), (node.public_ips, []))
    check("creation: what was ordered", (node.size.id, size.id), (node.image.id, image.id))
    check("creation: the user-data", (node.extra["userdata"], USER_DATA))
    check("creation: it comes up", (reaches(node, NodeState.RUNNING), NodeState.RUNNING))
    node = seen(node)
    check("creation: addresses", (len(node.public_ips), 2), (len(node.private_ips), 1))
    listed = driver.ex_list_ip_assignments_for_node(node)["ip_addresses"]
    check("creation: the same addresses", ({a["address"] for a in listed}, {*node.public_ips, *node.private_ips}))
    refused(
        "creation: a hostname that is none",
        lambda: driver.create_node("a_b", size, image, metro),
        "Hostname",
    )
    return (node,)


def actions(node):
    driver.stop_node(node)
    check("actions: stopped", (reaches(node, NodeState.STOPPED), NodeState.STOPPED))
    driver.start_node(node)
    check("actions: started", (reaches(node, NodeState.RUNNING), NodeState.RUNNING))
    for act in (driver.reboot_node, driver.ex_rescue_node, driver.ex_reinstall_node):
        act(node)
        check(f"actions: {act.__name__}", (reaches(node, NodeState.RUNNING), NodeState.RUNNING))
    bodies = " ".join(event["body"] for event in driver.ex_list_events_for_node(node, per_page=100)["events"])
    check("actions: they are events", ([word for word in ("powered off", "powered on") if word not in bodies.lower()], []))


def changes(node):
    check("changes: taken from a query", (driver.ex_update_node(node, hostname="two", description="x & y", locked=True), True))
    now = seen(node)
    check("changes: seen", (now.name, "two"), (now.extra["description"], "x & y"), (now.extra["locked"], True))
    refused("changes: locked", lambda: driver.destroy_node(node), "lock")
    driver.ex_update_node(node, locked=False)
    check("changes: unlocked", (seen(node).extra["locked"], False))


def addresses(node):
    everywhere = driver.ex_request_address_reservation(PROJECT)
    check("addresses: one for all places", (everywhere["global_ip"], True), (everywhere["facility"], None))
    block = driver.ex_request_address_reservation(
        PROJECT, location_id="da", address_family="public_ipv4", quantity=2, customdata=json.dumps({"a": 1})
    )
    check("addresses: a block", (block["cidr"], 31), (block["customdata"], {"a": 1}), (block["metro"]["code"], "da"))
    assigned = driver.ex_associate_address_with_node(node, block["address"] + "/32")
    check("addresses: assigned", (assigned["manageable"], False), (assigned["address"], block["address"]))
    other = driver.ex_associate_address_with_node(node, everywhere["address"], manageable=True)
    check("addresses: assigned bare", (other["manageable"], True), (other["address"], everywhere["address"]))
    shown = driver.ex_describe_address(block["id"], include="assignments")["assignments"]
    check("addresses: the block shows it", ([each["address"] for each in shown], [block["address"]]))
    known = {each["id"] for each in driver.ex_describe_all_addresses()}
    check("addresses: listed", ({block["id"], everywhere["id"]} <= known, True))
    check("addresses: the machine's", (block["address"] in seen(node).public_ips, True))
    for each in (assigned, other, block, everywhere):
        driver.ex_disassociate_address(each["id"])
    left = {each["id"] for each in driver.ex_describe_all_addresses()}
    check("addresses: given back", (left & {block["id"], everywhere["id"]}, set()))


def bgp(node):
    check("BGP: off is no error", (driver.ex_get_bgp_config()[0].get("id"), None))
    refused("BGP: no session before", lambda: driver.ex_create_bgp_session(node), "BGP")
    wish = {"deployment_type": "local", "asn": 65000}
    driver.connection.request(f"/metal/v1/projects/{PROJECT}/bgp-configs", method="POST", params=wish)
    check("BGP: on", (driver.ex_get_bgp_config()[0]["asn"], 65000))
    session = driver.ex_create_bgp_session(node)
    check("BGP: a session", (driver.ex_get_bgp_session(session["id"])["address_family"], "ipv4"))
    ids = [each["id"] for each in driver.ex_list_bgp_sessions()]
    check("BGP: listed", (ids, [session["id"]]), (len(driver.ex_list_bgp_sessions_for_node(node)["bgp_sessions"]), 1))
    driver.ex_delete_bgp_session(session["id"])
    check("BGP: removed", (driver.ex_list_bgp_sessions(), []))


def removal(node):
    driver.destroy_node(node)
    check("removal: it goes", (wait_for(lambda: seen(node), lambda one: one is None), None))
    refused("removal: gone", lambda: driver.destroy_node(node), "Not found")


run("libcloud", [account, catalogue, keys, creation, actions, changes, addresses, bgp, removal])
