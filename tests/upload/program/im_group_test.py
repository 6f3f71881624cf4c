"""media-preflight im-group: what is refused here, what Zoom refuses, and what is done, against the stand-in."""

import unittest

from upload_case import WITHOUT_ZOOM, UploadTest

GROUPS = {"sales": {"name": "Sales", "type": "normal"}, "press": {"name": "Press", "members": ["ben@example.com"]}}


class ImGroupTest(UploadTest):
    def setUp(self):
        super().setUp()
        self.server.change({"im_groups": GROUPS})

    def im_group(self, *arguments, status=0, environment=None):
        answer = self.run_program("im-group", *arguments, env=environment or self.environment)
        self.assertEqual(answer.status, status, answer.message + answer.text)
        return answer

    def refuses(self, rule, *arguments):
        """Nothing is asked of anybody, so nobody needs credentials."""
        answer = self.im_group(*arguments, status=2, environment=WITHOUT_ZOOM)
        self.assertIn(f"error    {rule}: ", answer.message)
        self.assertIn("\n         -> ", answer.message)
        self.assertEqual(self.server.journal["requests"], {})

    @property
    def sales(self):
        return self.server.state["im_groups"]["sales"]

    def test_every_field_is_changed_as_json_and_as_a_form(self):
        for encoding in ("json", "multipart"):
            with self.subTest(encoding):
                name = f"Sales in \"{encoding}\" \u00e9"
                self.im_group("update", "sales", "--name", name, "--type", "restricted", "--search-by-domain=true",
                              "--search-by-account=false", "--search-by-ma-account=true", "--encoding", encoding)
                now = self.sales
                self.assertEqual([now[key] for key in ("name", "type", "search_by_domain", "search_by_account",
                                                       "search_by_ma_account")], [name, "restricted", True, False, True])
                self.server.change({"im_groups": GROUPS})

    def test_what_is_not_named_stays_and_the_name_is_sent_again(self):
        answer = self.im_group("update", "sales", "--search-by-domain=true")
        self.assertEqual(answer.text, "changed the directory group sales\n")
        self.assertEqual((self.sales["name"], self.sales["type"], self.sales["search_by_domain"]), ("Sales", "normal", True))
        self.assertEqual(self.server.journal["requests"], {"token": 1, "show-im-group": 1, "update-im-group": 1})

    def test_what_is_wrong_is_refused_before_any_request(self):
        self.refuses("group-unchanged", "update", "sales")
        self.refuses("group-name-empty", "update", "sales", "--name", " ")
        self.refuses("group-name-too-long", "update", "sales", "--name", "a" * 129)
        self.refuses("group-type-unknown", "update", "sales", "--type", "Normal")
        self.refuses("group-search-not-boolean", "update", "sales", "--search-by-domain=yes")
        self.refuses("group-search-not-boolean", "update", "sales", "--search-by-account=1")
        self.refuses("group-search-not-boolean", "update", "sales", "--search-by-ma-account=True")
        self.refuses("target-invalid", "update", "{groupId}", "--name", "a b")

    def test_a_word_that_is_no_boolean_is_refused_whatever_the_rules_allow(self):
        self.write("media-preflight.toml", '[rules]\ngroup-search-not-boolean = "warning"\n')
        answer = self.im_group("update", "sales", "--name", "New", "--search-by-domain=yes", status=2)
        self.assertIn("'group-search-not-boolean' is always an error", answer.message)
        self.assertEqual(self.server.journal["requests"], {})

    def test_a_name_of_128_characters_is_sent(self):
        name = "\u00e9" * 128
        self.im_group("update", "sales", "--name", name)
        self.assertEqual(self.sales["name"], name)

    def test_a_command_that_makes_no_sense_is_refused(self):
        for arguments in ((), ("updat", "sales"), ("update",), ("show",), ("update", "sales", "more", "--name", "a"),
                          ("update", "sales", "--name", "a", "--encoding", "xml"), ("add", "sales", "anna@example.com"),
                          ("list", "--zoom-plan", "gold"), ("list", "--log-level", "loud"),
                          ("update", "sales", "--name", "a", "--dry-run", "--log-level", "loud"),
                          ("update", "sales", "--name", "a", "--dry-run", "--zoom-plan", "gold")):
            with self.subTest(arguments):
                self.assertIn("media-preflight: ", self.im_group(*arguments, status=2).message)
        self.assertNotIn("update-im-group", self.server.journal["requests"])

    def test_options_that_would_do_nothing_are_refused(self):
        for arguments in (("list", "--dry-run"), ("show", "sales", "--dry-run"),
                          ("list", "--name", "a"), ("show", "sales", "--type", "normal"), ("list", "sales"),
                          ("show", "sales", "--encoding", "json"), ("list", "--search-by-domain=true")):
            with self.subTest(arguments):
                self.assertIn("cannot be used with im-group", self.im_group(*arguments, status=2).message)
        self.assertEqual(self.server.journal["requests"], {})

    def test_a_group_may_be_named_with_its_prefix(self):
        self.im_group("update", "group:sales", "--name", "Other")
        self.assertEqual(self.sales["name"], "Other")
        answer = self.im_group("update", "GROUP:sales", "--name", "X", status=2)
        self.assertIn("lower case", answer.message)

    def test_a_dry_run_opens_no_connection(self):
        self.im_group("update", "sales", "--name", "Other", "--dry-run", environment=WITHOUT_ZOOM)
        self.assertEqual(self.server.journal["requests"], {})

    def test_what_zoom_refuses_is_told_with_its_code(self):
        for refusal, says in (("im-name-missing", "group-name-missing (400, code 300): Missing field: name"),
                              ("im-group-unknown", "group-not-found (404, code 4130): Group does not exist:it."),
                              ("im-name-in-use", "group-name-taken (409, code 4132): Group name it is already in use."),
                              ("paid-only", "paid-account-only (400, code 200): Only available for Paid account."),
                              ("paid-only-in-a-200", "paid-account-only (200, code 200): Only available for paid")):
            with self.subTest(refusal):
                self.server.set_faults([{"do": "refuse", "refusal": refusal, "endpoint": "update-im-group"}])
                answer = self.im_group("update", "sales", "--name", "Other", status=1)
                self.assertIn("media-preflight: " + says, answer.message)
                self.assertEqual(answer.text, "")
        self.server.set_faults([{"do": "answer", "status": 300, "endpoint": "update-im-group",
                                 "body": {"code": 300, "message": "Missing field: name"}}])
        self.assertIn("group-name-missing (300, code 300)",
                      self.im_group("update", "sales", "--name", "Other", status=1).message)
        self.assertIn("group-not-found (404, code 4130)",
                      self.im_group("update", "nobody", "--name", "Other", status=1).message)
        self.assertIn("group-not-found", self.im_group("update", "nobody", "--type", "shared", status=1).message)

    def test_a_name_that_another_group_has_is_warned_of(self):
        answer = self.im_group("update", "sales", "--name", "Press", status=1)
        self.assertIn("warning  group-name-taken: ", answer.message)
        self.assertIn("group-name-taken (409, code 4132)", answer.message)
        self.assertNotIn("group-name-taken:", self.im_group("update", "sales", "--name", "Sales").message)

    def test_a_scope_that_is_missing_is_found_before_the_call(self):
        self.server.change({"scopes": ["contact_group:read:group:admin"]})
        answer = self.im_group("update", "sales", "--type", "shared", status=2)
        self.assertIn("error    scope-missing: To change a directory group, the token needs one of", answer.message)
        self.assertEqual(self.server.journal["requests"], {"token": 1})
        self.server.change({"scopes": ["contact_group:update:group:admin"]})
        self.im_group("update", "sales", "--name", "Other")

    def test_a_lost_answer_is_left_open(self):
        self.server.set_faults([{"do": "drop-after-storing", "endpoint": "update-im-group"}])
        answer = self.im_group("update", "sales", "--name", "Other", status=3)
        self.assertIn("no-answer", answer.message)
        self.assertEqual(self.server.journal["requests"]["update-im-group"], 1)

    def test_groups_are_listed_and_shown(self):
        self.assertEqual([line.split()[0] for line in self.im_group("list").text.splitlines()], ["press", "sales"])
        shown = self.im_group("show", "press").text
        self.assertIn("Press", shown)
        self.assertIn("search_by_ma_account  false", shown)

    def test_columns_begin_below_each_other_whatever_the_names(self):
        self.server.change({"im_groups": {"b\u00fcro": {"name": "B\u00fcro", "type": "normal"}}})
        lines = self.im_group("list").text.splitlines()
        self.assertEqual(len(lines), 3)
        self.assertEqual({line.index("normal") for line in lines}, {28}, lines)

    def test_nothing_secret_is_logged(self):
        answer = self.im_group("update", "sales", "--name", "Other", "--log-level", "trace")
        self.assertIn("PATCH", answer.message)
        for secret in (self.environment["ZOOM_CLIENT_SECRET"], "Bearer ", "access_token"):
            self.assertNotIn(secret, answer.message)


if __name__ == "__main__":
    unittest.main()
