"""The stand-in answers what is documented of virtual backgrounds and profile pictures."""

import unittest

from zoom_server import form, sha256
from zoom_server_case import ACCOUNT, ANNA, BACKGROUNDS, GIF, GOOD, JPEG, STAFF, ZoomServerTest, mp4

EVERY_TARGET = {"user:anna@example.com": ANNA, "group:staff": STAFF, "account:me": ACCOUNT}
PART_MISSING = (400, -1, "Required request part 'file' is not present")
ONLY_THREE = (400, 120, "Only jpg/jpeg, gif or png image file can be uploaded.")
ONLY_TWO = (400, 120, "Only jpg/jpeg or png image file can be uploaded.")
ACCOUNT_THREE = (400, 120, 'File uploads must be in "jpg/jpeg", "gif", or "png" file format.')


class BackgroundTest(ZoomServerTest):
    def settings(self, path=ANNA, query=""):
        return self.ask("GET", path + "/settings" + query).json["in_meeting"]

    def test_upload_list_and_delete_for_every_target(self):
        for target, path in EVERY_TARGET.items():
            with self.subTest(target):
                sent = self.post_file(path=path + BACKGROUNDS, file_name="Office.png")
                self.assertEqual(sent.status, 201)
                file = sent.json
                self.assertEqual({**file, "id": ""}, {"id": "", "name": "Office.png", "type": "image",
                                                      "is_default": False, "size": len(GOOD)})
                self.assertEqual(self.settings(path)["virtual_background_settings"]["files"], [file])
                self.assertEqual([each["sha256"] for each in self.files(target)], [sha256(GOOD)])
                gone = self.ask("DELETE", f"{path}{BACKGROUNDS}?file_ids={file['id']}")
                self.assertEqual((gone.status, gone.body), (204, b""))
                self.assertEqual(self.files(target), [])
                self.assertNotIn("files", self.settings(path)["virtual_background_settings"])

    def test_several_files_are_deleted_at_once_and_all_or_none(self):
        ids = [self.post_file().json["id"] for _ in range(3)]
        for wrong in ("", "?file_ids=", f"?file_ids={ids[0]},nothing"):
            self.refuses(self.ask("DELETE", ANNA + BACKGROUNDS + wrong), 400, 300, "Invalid parameter: file_ids.")
        self.assertEqual(len(self.files()), 3)
        self.assertEqual(self.ask("DELETE", f"{ANNA}{BACKGROUNDS}?file_ids={ids[0]},{ids[2]}").status, 204)
        self.assertEqual([each["id"] for each in self.files()], [ids[1]])

    def test_a_user_is_named_by_id_too_and_a_name_may_be_encoded(self):
        for name in ("anna-id", "anna%40example.com"):
            self.assertEqual(self.post_file(path=f"/v2/users/{name}{BACKGROUNDS}").status, 201)
        self.assertEqual(len(self.files()), 2)

    def test_unknown_targets(self):
        for path, code, message in (("/v2/users/nobody@example.com", 1001, "User does not exist: nobody@example.com."),
                                    ("/v2/users/me", 1001, "User does not exist: me."),
                                    ("/v2/groups/none", 4130, "Group does not exist: none."),
                                    ("/v2/accounts/rehearsal-account", 2001, "This account does not exist or does not "
                                     "belong to you: rehearsal-account.")):
            with self.subTest(path):
                self.refuses(self.ask("GET", path + "/settings"), 404, code, message)
                self.refuses(self.post_file(path=path + BACKGROUNDS), 404, code, message)
                self.refuses(self.ask("DELETE", path + BACKGROUNDS + "?file_ids=a"), 404, code, message)

    def test_me_is_the_user_of_a_users_own_token(self):
        self.server.change({"tokens": {"annas": {"user": "anna@example.com"}}})
        self.bearer = "Bearer annas"
        self.assertEqual(self.post_file(path="/v2/users/me" + BACKGROUNDS).status, 201)
        self.assertEqual(len(self.files()), 1)

    def test_an_empty_or_undecodable_segment_is_no_endpoint(self):
        for path in ("/v2/users/" + BACKGROUNDS, "/v2/users/%4" + BACKGROUNDS, "/v2/users", "/v3/users/anna-id"):
            self.assertEqual(self.ask("POST", path, b"").json["code"], 2300)

    def test_the_kinds_of_file_each_target_takes(self):
        video, tall = mp4(1280, 720), mp4(1080, 1920)
        takes = [(ANNA, GOOD, None), (ANNA, JPEG, None), (ANNA, GIF, None), (ANNA, video, None), (ANNA, tall, ONLY_THREE),
                 (ANNA, mp4(478, 360), ONLY_THREE), (ANNA, b"%PDF-1.4\n", ONLY_THREE), (ANNA, b"x", ONLY_THREE),
                 (STAFF, GOOD, None), (STAFF, JPEG, None), (STAFF, GIF, ONLY_TWO), (STAFF, video, ONLY_TWO),
                 (ACCOUNT, GOOD, None), (ACCOUNT, JPEG, None), (ACCOUNT, GIF, None), (ACCOUNT, video, ACCOUNT_THREE)]
        for path, content, refusal in takes:
            with self.subTest(path=path, content=content[:12]):
                sent = self.post_file(content, path + BACKGROUNDS)
                if refusal:
                    self.refuses(sent, *refusal)
                else:
                    self.assertEqual(sent.status, 201)
        self.assertEqual([each["is_video"] for each in self.files()], [False, False, False, True])

    def test_bytes_count_and_neither_name_nor_declared_type(self):
        self.assertEqual(self.post_file(file_name="x.pdf", content_type="text/plain").status, 201)
        self.refuses(self.post_file(b"BM", file_name="x.png"), *ONLY_THREE)

    def test_a_file_part_needs_its_name_and_a_quoted_file_name(self):
        self.refuses(self.post_file(name="image"), *PART_MISSING)
        self.refuses(self.post_file(file_name=None), *PART_MISSING)
        body, content_type = form("file", GOOD)
        for broken in (body.replace(b'"a.png"', b"a.png"), body.replace(b'"a.png"', b'"a.png'),
                       body.replace(b"form-data", b"attachment")):
            self.refuses(self.ask("POST", ANNA + BACKGROUNDS, broken, Content_Type=content_type),
                         400, -1, "Invalid 'Content-Disposition' in multipart form")
        self.assertEqual(self.files(), [])

    def test_a_form_needs_its_boundary_and_its_end(self):
        body, content_type = form("file", GOOD)
        for sent, declared in ((body, "multipart/form-data"), (body, "multipart/form-data; boundary=another"),
                               (body, "multipart/form-data; boundary="), (body, "application/octet-stream"),
                               (body, "multipart/mixed; boundary=b0undary"), (body[:-4], content_type),
                               (body[:-30], content_type), (body.replace(b"\r\n", b"\n"), content_type),
                               (b"", content_type), (GOOD, "image/png")):
            with self.subTest(declared=declared, length=len(sent)):
                self.refuses(self.ask("POST", ANNA + BACKGROUNDS, sent, Content_Type=declared), *PART_MISSING)
        self.assertEqual(self.files(), [])

    def test_other_parts_and_a_quoted_boundary_are_no_fault(self):
        body = form("type", b"image", file_name=None)[0][:-len("--\r\n")] + form("file", GOOD)[0][len("--b0undary"):]
        sent = self.ask("POST", ANNA + BACKGROUNDS, body, Content_Type='multipart/form-data; boundary="b0undary"')
        self.assertEqual(sent.status, 201)
        self.assertEqual([each["sha256"] for each in self.files()], [sha256(GOOD)])

    def test_a_quote_in_a_file_name_may_be_escaped(self):
        for given, kept in ((r'a\"b.png', 'a"b.png'), ("a%22b.png", "a%22b.png"), ("ä b;c.png", "ä b;c.png")):
            self.post_file(file_name=given)
            self.assertEqual(self.files()[-1]["name"], kept)

    def test_the_boundary_within_the_bytes_does_not_end_them(self):
        content = GOOD + b"\r\n--b0undar\r\n--b0undary"[:-1]
        self.assertEqual(self.post_file(content).status, 201)
        self.assertEqual(self.files()[0]["size"], len(content))

    def test_sizes(self):
        self.refuses(self.post_file(b""), 400, 120, "No file uploaded, verify that a file has been uploaded.")
        self.refuses(self.post_file(b"", ACCOUNT + BACKGROUNDS), 400, 120,
                     "No file uploaded. Verify that a file has been uploaded.")
        most = 15 * 1024 * 1024
        for path in EVERY_TARGET.values():
            self.refuses(self.post_file(GOOD.ljust(most + 1, b"\0"), path + BACKGROUNDS), 400, 120,
                         "File size cannot exceed 15M.")
        self.assertEqual(self.post_file(GOOD.ljust(most, b"\0")).status, 201)
        self.server.change({"background_bytes": len(GOOD) - 1})
        self.refuses(self.post_file(), 400, 120, "File size cannot exceed 15M.")

    def test_ten_files(self):
        self.server.change({"users": {"anna@example.com": {"files": [{"name": f"{i}.png"} for i in range(9)]}}})
        self.assertEqual(self.post_file().status, 201)
        self.refuses(self.post_file(), 400, 120, "A maximum of 10 files are allowed for a user.")
        self.assertEqual(len(self.files()), 10)

    def test_switches_are_shown_and_obeyed(self):
        self.server.change({"users": {"anna@example.com": {"allow_videos": False, "allow_upload_custom": False}}})
        shown = self.settings()
        self.assertTrue(shown["virtual_background"])
        self.assertEqual(shown["virtual_background_settings"],
                         {"enable": True, "allow_videos": False, "allow_upload_custom": False})
        self.refuses(self.post_file(mp4(1280, 720)), *ONLY_THREE)
        for switch in ("virtual_background", "enable"):
            self.server.begin_anew()
            self.server.change({"limits": False, "users": {"anna@example.com": {switch: False}}})
            self.bearer = self.server.sign_in()
            self.refuses(self.post_file(), 400, 120, "Failed to upload file.")

    def test_fewer_fields_on_demand(self):
        self.assertIn("chat", self.settings())
        self.assertEqual(set(self.settings(query="?custom_query_fields=virtual_background_settings")),
                         {"virtual_background_settings"})
        self.assertIn("chat", self.settings(STAFF, "?custom_query_fields=virtual_background_settings"))

    def test_sizes_may_be_text(self):
        self.server.change({"sizes_as_text": True})
        self.assertEqual(self.post_file().json["size"], str(len(GOOD)))
        self.assertEqual(self.settings()["virtual_background_settings"]["files"][0]["size"], str(len(GOOD)))

    def test_a_free_account_has_no_account_settings(self):
        self.server.change({"paid": False})
        self.refuses(self.post_file(path=ACCOUNT + BACKGROUNDS), 400, 200, "Only available for Paid account.")
        self.assertEqual(self.post_file().status, 201)


class PictureTest(ZoomServerTest):
    def picture(self, content=GOOD, **how):
        return self.post_file(content, ANNA + "/picture", **{"name": "pic_file", **how})

    def stored(self):
        return self.server.state["users"]["anna@example.com"]["picture"]

    def test_upload_show_replace_and_delete(self):
        sent = self.picture()
        self.assertEqual((sent.status, sent.json), (201, {}))
        self.assertEqual(self.ask("GET", ANNA).json["pic_url"], sent.headers["content-location"])
        self.assertEqual(self.picture(JPEG).status, 201)
        self.assertEqual(self.stored()["sha256"], sha256(JPEG))
        self.assertNotEqual(self.ask("GET", ANNA).json["pic_url"], sent.headers["content-location"])
        gone = self.ask("DELETE", ANNA + "/picture")
        self.assertEqual((gone.status, gone.body), (204, b""))
        self.assertIsNone(self.stored())
        self.assertNotIn("pic_url", self.ask("GET", ANNA).json)

    def test_the_answer_may_be_empty(self):
        self.server.change({"picture_answer_empty": True})
        sent = self.picture()
        self.assertEqual((sent.status, sent.body), (201, b""))

    def test_refusals(self):
        most = 2 * 1024 * 1024
        self.refuses(self.picture(b""), 400, 120, "File is empty.")
        self.refuses(self.picture(GOOD.ljust(most + 1, b"\0")), 400, 120, "File size cannot exceed 2M.")
        self.refuses(self.picture(GIF), *ONLY_TWO)
        self.refuses(self.picture(b"RIFF"), *ONLY_TWO)
        self.refuses(self.picture(file_name=None), 400, 120, "")
        self.refuses(self.picture(name="file"), 400, 120, "")
        self.assertIsNone(self.stored())
        self.assertEqual(self.picture(GOOD.ljust(most, b"\0")).status, 201)

    def test_an_unknown_user(self):
        for reply in (self.post_file(path="/v2/users/no/picture", name="pic_file"), self.ask("GET", "/v2/users/no"),
                      self.ask("DELETE", "/v2/users/no/picture")):
            self.refuses(reply, 404, 1001, "User does not exist: no.")


if __name__ == "__main__":
    unittest.main()
