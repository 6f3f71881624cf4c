"""The stand-in answers what is documented of IM directory groups."""

import unittest

from zoom_server_case import ZoomServerTest

GROUPS = "/v2/im/groups"
ONE = GROUPS + "/one"
SWITCHES = ("search_by_domain", "search_by_account", "search_by_ma_account")
TYPE = "multipart/form-data; boundary=b"


def text_form(**fields):
    parts = (f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
             for name, value in fields.items())
    return "".join(parts).encode() + b"--b--\r\n"


class ImGroupTest(ZoomServerTest):
    def stored(self, name="one"):
        return self.server.state["im_groups"][name]

    def test_create_show_list_and_delete(self):
        made = self.send("POST", GROUPS, {"name": "Three", "type": "restricted", "search_by_account": True})
        self.assertEqual(made.status, 201)
        group = made.json
        self.assertTrue(made.headers["content-location"].endswith("/im/groups/" + group["id"]))
        self.assertEqual({**group, "id": ""}, {"id": "", "name": "Three", "type": "restricted", "total_members": 0,
                                               "search_by_domain": False, "search_by_account": True,
                                               "search_by_ma_account": False})
        self.assertEqual(self.ask("GET", f"{GROUPS}/{group['id']}").json, group)
        listed = self.ask("GET", GROUPS).json
        self.assertEqual(listed["total_records"], 3)
        self.assertIn(group, listed["groups"])
        gone = self.ask("DELETE", f"{GROUPS}/{group['id']}")
        self.assertEqual((gone.status, gone.body), (204, b""))
        self.assertEqual(self.ask("GET", GROUPS).json["total_records"], 2)
        self.assertEqual(self.send("POST", GROUPS, {"name": "Four"}).json["type"], "normal")

    def test_a_list_in_pages_where_they_are_asked_for(self):
        first = self.ask("GET", GROUPS + "?page_size=1").json
        second = self.ask("GET", f"{GROUPS}?page_size=1&next_page_token={first['next_page_token']}").json
        self.assertEqual([each["id"] for each in first["groups"] + second["groups"]], ["one", "two"])
        self.assertNotIn("next_page_token", second)

    def test_update_with_json_and_with_a_form(self):
        changes = {"name": "Uno", "type": "shared", "search_by_domain": True, "search_by_account": False,
                   "search_by_ma_account": True}
        answered = self.send("PATCH", ONE, changes)
        self.assertEqual((answered.status, answered.body), (204, b""))
        self.assertEqual({key: self.stored()[key] for key in changes}, changes)
        answered = self.ask("PATCH", ONE, text_form(name="Eins", type="normal", search_by_domain="false"),
                            Content_Type=TYPE)
        self.assertEqual((answered.status, answered.body), (204, b""))
        self.assertEqual({key: self.stored()[key] for key in changes},
                         {**changes, "name": "Eins", "type": "normal", "search_by_domain": False})

    def test_the_name_is_missed(self):
        for fields in ({"type": "shared"}, {"name": ""}, {"name": 1}):
            for method, path in (("PATCH", ONE), ("POST", GROUPS)):
                self.refuses(self.send(method, path, fields), 400, 300, "Missing field: name")
        self.refuses(self.ask("PATCH", ONE, text_form(type="shared"), Content_Type=TYPE), 400, 300,
                     "Missing field: name")
        with_file_name = text_form(name="Uno").replace(b'"name"', b'"name"; filename="name"')
        self.refuses(self.ask("PATCH", ONE, with_file_name, Content_Type=TYPE), 400, 300, "Missing field: name")
        self.assertEqual(self.stored()["name"], "One")

    def test_unknown_groups(self):
        for method, path, body in (("GET", "/none", None), ("PATCH", "/none", {"name": "x"}), ("DELETE", "/none", None)):
            with self.subTest(method=method, path=path):
                reply = self.ask(method, GROUPS + path) if body is None else self.send(method, GROUPS + path, body)
                self.refuses(reply, 404, 4130, "Group does not exist:none.")

    def test_a_name_in_use(self):
        for method, path in (("POST", GROUPS), ("PATCH", ONE)):
            self.refuses(self.send(method, path, {"name": "Two"}), 409, 4132, "Group name Two is already in use.")
        self.assertEqual(self.send("PATCH", ONE, {"name": "One"}).status, 204)

    def test_what_the_schema_forbids(self):
        for field, value in (("name", "x" * 129), ("type", "Normal"), ("type", None), *((s, "true") for s in SWITCHES)):
            with self.subTest(field=field, value=value):
                refused = self.send("PATCH", ONE, {"name": "Uno", field: value})
                self.refuses(refused, 400, 300, "Validation Failed.")
                self.assertEqual(refused.json["errors"][0]["field"], field)
        self.assertEqual(self.stored()["name"], "One")
        self.assertEqual(self.send("PATCH", ONE, {"name": "ü" * 128}).status, 204)

    def test_a_body_that_is_not_what_its_type_says(self):
        for body, content_type in (("name=Uno", "application/json"), ("[]", "application/json"),
                                   ("name=Uno", "application/x-www-form-urlencoded"), (text_form(name="Uno"), "text/plain"),
                                   (text_form(name="Uno"), "multipart/form-data"), ('{"name": "Uno"}', TYPE)):
            self.refuses(self.ask("PATCH", ONE, body, Content_Type=content_type), 400, 300, "Validation Failed.")

    def test_a_free_account(self):
        self.server.change({"paid": False})
        for reply in (self.ask("GET", GROUPS), self.send("POST", GROUPS, {"name": "x"}),
                      self.send("PATCH", ONE, {"name": "x"})):
            self.refuses(reply, 400, 200, "Only available for Paid account.")

    def test_the_same_within_a_200(self):
        self.server.set_faults([{"do": "refuse", "refusal": "paid-only-in-a-200", "about": "an-account"}])
        self.refuses(self.send("PATCH", ONE, {"name": "x"}), 200, 200, "Only available for paid account:an-account.")
        self.assertEqual(self.stored()["name"], "One")


if __name__ == "__main__":
    unittest.main()
