"""What cloud-init does on a machine, done by cloud-init's own code.

usage: machine.py ADDRESS URL FOLDER boot            reads the metadata as the Ec2 data source does
       machine.py ADDRESS URL FOLDER phone-home TO   says that the machine is up, by the module phone_home
       machine.py ADDRESS URL FOLDER ask PATH...     reads paths of the metadata service
       machine.py ADDRESS URL FOLDER tell TO JSON    posts a document

Every connection comes from ADDRESS, which is all that the metadata service
knows a machine by. What cloud-init keeps is in FOLDER: nothing of this machine is
read or changed. Prints one JSON object.
"""

import inspect
import json
import logging
import os
import socket
import sys

# On a virtual machine the real command line may name another data source.
os.environ["DEBUG_PROC_CMDLINE"] = ""

from cloudinit import dmi, stages, url_helper, util
from cloudinit.config import cc_phone_home
from cloudinit.sources import DataSourceEc2


class Complaints(logging.Handler):
    """What cloud-init warned of, but for host keys that this machine need not have."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.texts = []

    def emit(self, record):
        if "/etc/ssh/ssh_host_" not in record.getMessage():
            self.texts.append(record.getMessage())


complaints = Complaints()
logging.getLogger().addHandler(complaints)


def connect_from(address):
    """Binds every connection; and looks no name up, since only addresses are needed."""
    connect = socket.socket.connect

    def bound(self, target):
        self.bind((address, 0))
        return connect(self, target)

    def only_addresses(host, port, *arguments, **keywords):
        if not host[0].isdigit():
            raise socket.gaierror(socket.EAI_NONAME, "a judge has no names")
        return lookup(host, port, *arguments, **keywords)

    lookup = socket.getaddrinfo
    socket.socket.connect = bound
    socket.getaddrinfo = only_addresses


def installed(url, folder):
    """The configuration that the service's installer left on every machine."""
    config = {
        "datasource_list": ["Ec2"],
        "datasource": {
            "Ec2": {
                "timeout": 60,
                "max_wait": 120,
                "metadata_urls": [url],
                "dsmode": "net",
                "strict_id": False,
            }
        },
        "network": {"config": "disabled"},
        "system_info": {
            "distro": "debian",
            "paths": {
                "cloud_dir": os.path.join(folder, "cloud"),
                "run_dir": os.path.join(folder, "run"),
            },
        },
    }
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "cloud.cfg")
    util.write_file(path, json.dumps(config))
    return path


def booted(url, folder):
    """cloud-init after the stage `init`."""
    stages.CLOUD_CONFIG = installed(url, folder)
    stages.RUN_CLOUD_CONFIG = os.devnull
    # The machine under the judge may be anybody's; the judged one is nobody's.
    dmi.read_dmi_data = lambda key: None
    init = stages.Init()
    init.read_cfg()
    init.initialize()
    init.fetch(existing="trust")
    init.instancify()
    init.update()
    init.consume_data()
    return init


def boot(url, folder):
    init = booted(url, folder)
    source = init.datasource
    with open(init.paths.get_ipath_cur("userdata_raw"), "rb") as raw:
        user_data = raw.read()
    with open(init.paths.get_ipath("cloud_config"), encoding="utf-8") as file:
        cloud_config = file.read()
    return {
        "source": type(source).__name__,
        "version": source.get_metadata_api_version(),
        "newer versions": {
            version: answer(f"{url}/{version}/meta-data/instance-id")["status"]
            for version in source.extended_metadata_versions
        },
        "instance-id": source.get_instance_id(),
        "public keys": source.get_public_ssh_keys(),
        "metadata": source.metadata,
        "user-data": user_data.decode("latin-1"),
        "cloud-config": util.load_yaml(cloud_config, default={}, allowed=(dict, type(None))),
        "complaints": complaints.texts,
    }


def phone_home(url, folder, to):
    cloud = booted(url, folder).cloudify()
    config = {"phone_home": {"url": to, "post": ["instance_id"], "tries": 5}}
    # Before version 23 a module was given its logger.
    old = "log" in inspect.signature(cc_phone_home.handle).parameters
    cc_phone_home.handle("phone_home", config, cloud, *([logging.getLogger()] if old else []), [])
    return {"complaints": complaints.texts}


def answer(url, **keywords):
    try:
        response = url_helper.readurl(url, timeout=10, **keywords)
    except url_helper.UrlError as error:
        reply = getattr(error.cause, "response", None)
        body = reply.text if reply is not None else str(error)
        return {"status": error.code, "type": error.headers.get("Content-Type"), "body": body}
    kind = response.headers.get("Content-Type")
    return {"status": response.code, "type": kind, "body": response.contents.decode("latin-1")}


def main(address, url, folder, command, *arguments):
    connect_from(address)
    if command == "boot":
        return boot(url, folder)
    if command == "phone-home":
        return phone_home(url, folder, *arguments)
    if command == "ask":
        return {path: answer(url + path) for path in arguments}
    if command == "tell":
        to, document = arguments
        kind = {"Content-Type": "application/json"}
        return answer(to, data=document.encode(), headers=kind)
    raise SystemExit(__doc__)


print(json.dumps(main(*sys.argv[1:])))
