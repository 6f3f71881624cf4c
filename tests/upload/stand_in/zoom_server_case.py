"""What the tests of the stand-in share: one server for a class, begun anew for each test, and a signed-in client."""

import json
import struct
import unittest

from program import png
from zoom_server import ZOOM_SERVER, ZoomServer, form

GOOD = png(64, 36)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100ffda0008010100003f00d2ffd9")
GIF = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"

ANNA = "/v2/users/anna@example.com"
STAFF = "/v2/groups/staff"
ACCOUNT = "/v2/accounts/me"
BACKGROUNDS = "/settings/virtual_backgrounds"
WORLD = {
    "limits": False,
    "users": {"anna@example.com": {"id": "anna-id"}, "ben@example.com": {"id": "ben-id"}},
    "groups": {"staff": {"name": "Staff"}},
    "im_groups": {"one": {"name": "One"}, "two": {"name": "Two", "members": ["anna@example.com"]}},
}


def box(kind, *content):
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def mp4(width, height):
    """One video track without samples: enough to be seen as what it is."""
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    track = box(b"tkhd", struct.pack(">IIIIII8xHHHH", 7, 0, 0, 1, 0, 0, 0, 0, 0, 0), matrix,
                struct.pack(">II", width << 16, height << 16))
    entry = box(b"avc1", bytes(6), struct.pack(">H16xHHIIIH32xHh", 1, width, height, 0x480000, 0x480000, 0, 1, 24, -1))
    table = box(b"stbl", box(b"stsd", struct.pack(">II", 0, 1), entry), *(
        box(kind, bytes(size)) for kind, size in ((b"stts", 8), (b"stsc", 8), (b"stsz", 12), (b"stco", 8))))
    information = box(b"minf", box(b"vmhd", bytes(12)),
                      box(b"dinf", box(b"dref", struct.pack(">II", 0, 1), box(b"url ", struct.pack(">I", 1)))), table)
    media = box(b"mdia", box(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, 1000, 0, 0, 0)),
                box(b"hdlr", bytes(8), b"vide", bytes(13)), information)
    head = box(b"mvhd", struct.pack(">IIIIIIH10x", 0, 0, 0, 1000, 0, 0x10000, 0x100), matrix, bytes(24),
               struct.pack(">I", 2))
    return box(b"ftyp", b"isom\0\0\2\0isommp41") + box(b"moov", head, box(b"trak", track, media))


@unittest.skipUnless(ZOOM_SERVER, "built without the stand-in")
class ZoomServerTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = ZoomServer()

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def setUp(self):
        self.server.begin_anew()
        self.server.change(WORLD)
        self.bearer = self.server.sign_in()

    def ask(self, method, path, body=None, **headers):
        return self.server.ask(method, path, body, **{"Authorization": self.bearer, **headers})

    def send(self, method, path, value):
        return self.ask(method, path, json.dumps(value), Content_Type="application/json")

    def post_file(self, content=GOOD, path=ANNA + BACKGROUNDS, name="file", **how):
        body, content_type = form(name, content, **how)
        return self.ask("POST", path, body, Content_Type=content_type)

    def files(self, target="user:anna@example.com"):
        return self.server.files_of(target)

    def refuses(self, reply, status, code, message):
        self.assertEqual(reply.refusal, (status, code, message))
