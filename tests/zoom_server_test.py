"""The stand-in answers as the API is documented to, and what it is asked for by those who test against it works."""

import unittest

from program import png
from zoom_server import ZOOM_SERVER, ZoomServer, form, sha256

GOOD = png(640, 360)
USER = "/v2/users/anna@example.com"
UPLOAD = USER + "/settings/virtual_backgrounds"
WORLD = {"limits": False, "users": {"anna@example.com": {"id": "an-id"}}, "groups": {"a-group": {}}}


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

    def ask(self, method, path, body=None, content_type=None):
        headers = {"Authorization": self.bearer}
        if content_type is not None:
            headers["Content_Type"] = content_type
        return self.server.ask(method, path, body, **headers)

    def upload(self, content=GOOD, path=UPLOAD, name="file", **how):
        return self.ask("POST", path, *form(name, content, **how))


class BackgroundTest(ZoomServerTest):
    def test_upload_list_delete(self):
        sent = self.upload(file_name="Office.png")
        self.assertEqual(sent.status, 201)
        file = sent.json
        self.assertEqual({key: file[key] for key in ("name", "type", "is_default", "size")},
                         {"name": "Office.png", "type": "image", "is_default": False, "size": len(GOOD)})
        listed = self.ask("GET", USER + "/settings").json["in_meeting"]["virtual_background_settings"]
        self.assertEqual(listed["files"], [file])
        stored = self.server.files_of("user:anna@example.com")
        self.assertEqual([each["sha256"] for each in stored], [sha256(GOOD)])
        gone = self.ask("DELETE", UPLOAD + "?file_ids=" + file["id"])
        self.assertEqual((gone.status, gone.body), (204, b""))
        self.assertEqual(self.server.files_of("user:anna@example.com"), [])


class PictureTest(ZoomServerTest):
    def test_upload_and_delete(self):
        sent = self.upload(path=USER + "/picture", name="pic_file")
        self.assertEqual((sent.status, sent.json), (201, {}))
        self.assertEqual(self.ask("GET", USER).json["pic_url"], sent.headers["content-location"])
        self.assertEqual(self.server.state["users"]["anna@example.com"]["picture"]["sha256"], sha256(GOOD))
        self.assertEqual(self.ask("DELETE", USER + "/picture").status, 204)
        self.assertNotIn("pic_url", self.ask("GET", USER).json)


if __name__ == "__main__":
    unittest.main()
