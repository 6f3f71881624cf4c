"""Tokens, scopes, rate limits and headers of the stand-in."""

import base64
import unittest
import urllib.parse

from zoom_server import ACCOUNT as ACCOUNT_ID
from zoom_server import CLIENT, SECRET, form
from zoom_server_case import ACCOUNT, ANNA, BACKGROUNDS, GOOD, STAFF, ZoomServerTest

A_DAY = 86_400
MORNING = 1_737_331_200 + 9 * 3600  # 2025-01-20T09:00:00Z
LIGHT = ("GET", ANNA)
MEDIUM = ("GET", ANNA + "/settings")


class TokenTest(ZoomServerTest):
    def grant(self, in_body=False, client=f"{CLIENT}:{SECRET}", **changes):
        given = {"grant_type": "account_credentials", "account_id": ACCOUNT_ID, **changes}
        words = urllib.parse.urlencode({name: value for name, value in given.items() if value is not None})
        headers = {} if client is None else {"Authorization": "Basic " + base64.b64encode(client.encode()).decode()}
        if in_body:
            headers["Content_Type"] = "application/x-www-form-urlencoded"
            return self.server.ask("POST", "/oauth/token", words, **headers)
        return self.server.ask("POST", "/oauth/token?" + words, b"", **headers)

    def test_both_forms_of_the_parameters(self):
        for in_body in (False, True):
            granted = self.grant(in_body)
            self.assertEqual(granted.status, 200)
            self.assertEqual(set(granted.json), {"access_token", "token_type", "expires_in", "scope", "api_url"})
            self.assertEqual((granted.json["token_type"], granted.json["expires_in"]), ("bearer", 3600))
            self.assertEqual(granted.json["api_url"], self.server.url)
            self.assertIn("user:write:virtual_background_files:admin", granted.json["scope"].split(" "))
            self.bearer = "Bearer " + granted.json["access_token"]
            self.assertEqual(self.ask("GET", ANNA).status, 200)

    def test_refusals_have_their_own_shape(self):
        for how, error in (({"client": f"{CLIENT}:wrong"}, "invalid_client"), ({"client": None}, "invalid_client"),
                           ({"grant_type": "authorization_code"}, "unsupported_grant_type"),
                           ({"grant_type": None}, "unsupported_grant_type"),
                           ({"account_id": "another"}, "invalid_request"), ({"account_id": None}, "invalid_request")):
            with self.subTest(how):
                refused = self.grant(**how)
                self.assertEqual((refused.status, refused.json["error"]), (400, error))
                self.assertEqual(set(refused.json), {"reason", "error"})
        self.assertEqual(self.grant(client="a:b").json["reason"], "Invalid client_id or client_secret")

    def test_a_body_of_another_type_is_not_read(self):
        body = urllib.parse.urlencode({"grant_type": "account_credentials", "account_id": ACCOUNT_ID})
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        refused = self.server.ask("POST", "/oauth/token", body, Authorization=basic, Content_Type="application/json")
        self.assertEqual(refused.json["error"], "unsupported_grant_type")

    def test_credentials_can_be_chosen(self):
        self.server.change({"client_id": "c", "client_secret": "s", "account_id": "a", "scopes": ["x", "y"],
                            "token_seconds": 10, "api_url": "https://api-eu.zoom.us"})
        granted = self.grant(client="c:s", account_id="a").json
        self.assertEqual((granted["scope"], granted["expires_in"], granted["api_url"]),
                         ("x y", 10, "https://api-eu.zoom.us"))

    def test_a_token_ends(self):
        self.server.clock(stand_at=MORNING)
        self.bearer = self.server.sign_in()
        self.server.clock(advance=3599)
        self.assertEqual(self.ask("GET", ANNA).status, 200)
        self.server.clock(advance=1)
        self.refuses(self.ask("GET", ANNA), 401, 124, "Access token is expired.")
        self.bearer = self.server.sign_in()
        self.assertEqual(self.ask("GET", ANNA).status, 200)

    def test_several_tokens_are_good_at_once(self):
        first, second = self.server.sign_in(), self.server.sign_in()
        self.assertNotEqual(first, second)
        for self.bearer in (first, second):
            self.assertEqual(self.ask("GET", ANNA).status, 200)

    def test_wrong_tokens(self):
        for header, code, message in (("Bearer x", 124, "Invalid access token."),
                                      ("Basic x", 124, "Invalid access token."),
                                      ("", 124, "Invalid access token."),
                                      ("Bearer ", 4700, "Token cannot be empty.")):
            self.bearer = header
            self.refuses(self.ask("GET", ANNA), 401, code, message)
        self.refuses(self.server.ask("GET", ANNA), 401, 124, "Invalid access token.")


class ScopeTest(ZoomServerTest):
    def status_with(self, scope, method, path, **how):
        self.server.change({"tokens": {"narrow": {"scopes": [scope]}}})
        self.bearer = "Bearer narrow"
        return self.ask(method, path, **how).status

    def test_one_accepted_scope_is_enough(self):
        body, content_type = form("file", GOOD)
        file = {"body": body, "Content_Type": content_type}
        body, content_type = form("pic_file", GOOD)
        picture = {"body": body, "Content_Type": content_type}
        group = {"body": '{"name": "Three"}', "Content_Type": "application/json"}
        vb = "virtual_background_files"
        for scopes, status, method, path, how in (
                (("user:read", "user:read:admin", "user:read:user", "user:read:user:admin"), 200, "GET", ANNA, {}),
                (("user:read:admin", "user:read:settings", "user:read:settings:admin"), 200, "GET", ANNA + "/settings", {}),
                (("group:read:admin", "group:read:settings:admin"), 200, "GET", STAFF + "/settings", {}),
                (("account:read:admin", "account:read:settings:admin"), 200, "GET", ACCOUNT + "/settings", {}),
                (("user:write", "user:write:admin", "user:master", f"user:write:{vb}", f"user:write:{vb}:admin",
                  f"user:write:{vb}:master"), 201, "POST", ANNA + BACKGROUNDS, file),
                (("group:write:admin", "group:master", f"group:write:{vb}:admin", f"group:write:{vb}:master"), 201,
                 "POST", STAFF + BACKGROUNDS, file),
                (("account:write:admin", "account:master", f"account:write:{vb}:admin"), 201, "POST",
                 ACCOUNT + BACKGROUNDS, file),
                (("user:write:admin", f"user:delete:{vb}", f"user:delete:{vb}:admin"), 400, "DELETE",
                 ANNA + BACKGROUNDS + "?file_ids=none", {}),
                (("user:write", "user:write:profile_picture", "user:write:profile_picture:admin"), 201, "POST",
                 ANNA + "/picture", picture),
                (("user:write:admin", "user:delete:profile_picture:admin"), 204, "DELETE", ANNA + "/picture", {}),
                (("imgroup:read:admin", "contact_group:read:list_groups:admin"), 200, "GET", "/v2/im/groups", {}),
                (("imgroup:master", "contact_group:read:group:admin"), 200, "GET", "/v2/im/groups/one", {}),
                (("imgroup:write:admin", "contact_group:update:group:admin"), 204, "PATCH", "/v2/im/groups/one", group)):
            for scope in scopes:
                with self.subTest(scope=scope, path=path):
                    self.assertEqual(self.status_with(scope, method, path, **how), status)

    def test_without_one_the_answer_names_them(self):
        self.server.change({"tokens": {"narrow": {"scopes": ["user:read", "group:write:admin"]}}})
        self.bearer = "Bearer narrow"
        refused = self.post_file()
        self.assertEqual((refused.status, refused.json["code"]), (400, 4711))
        self.assertRegex(refused.json["message"], r"^Invalid access token, does not contain scopes:\[.*"
                         r"user:write:virtual_background_files:admin.*\]\.$")
        self.assertEqual(self.files(), [])

    def test_reading_does_not_allow_writing(self):
        self.server.change({"tokens": {"reader": {"scopes": ["user:read:admin", "imgroup:read:admin"]}}})
        self.bearer = "Bearer reader"
        for method, path in (("POST", ANNA + BACKGROUNDS), ("DELETE", ANNA + BACKGROUNDS), ("POST", ANNA + "/picture"),
                             ("DELETE", ANNA + "/picture"), ("PATCH", "/v2/im/groups/one"), ("POST", "/v2/im/groups"),
                             ("DELETE", "/v2/im/groups/one")):
            self.assertEqual(self.ask(method, path, b"" if method != "DELETE" else None).json["code"], 4711)


class RateTest(ZoomServerTest):
    def setUp(self):
        super().setUp()
        self.server.clock(stand_at=MORNING)
        self.server.change({"limits": True})
        self.bearer = self.server.sign_in()

    def passing(self, ask):
        """How many pass within one second, and the first which does not."""
        for count in range(200):
            reply = self.ask(*ask)
            if reply.status != 200:
                return count, reply
        return None

    def test_every_plan_and_label_has_its_rate(self):
        for plan, light, medium in (("free", 4, 2), ("pro", 30, 20), ("business", 80, 60)):
            self.server.change({"plan": plan})
            for ask, rate, label in ((LIGHT, light, "Light"), (MEDIUM, medium, "Medium")):
                with self.subTest(plan=plan, label=label):
                    self.server.clock(advance=1)
                    count, refused = self.passing(ask)
                    self.assertEqual(count, rate)
                    self.refuses(refused, 429, 429, "You have reached the maximum per-second rate limit for this API. "
                                 "Try again later.")
                    self.assertEqual(refused.headers["x-ratelimit-category"], label)
                    self.assertEqual(refused.headers["x-ratelimit-type"], "QPS")
                    self.assertEqual(refused.headers["x-ratelimit-limit"], str(rate))
                    self.assertEqual(refused.headers["x-ratelimit-remaining"], "0")
                    self.assertEqual(int(refused.headers["x-ratelimit-reset"]), self.server.clock() + 1)
                    self.assertNotIn("retry-after", refused.headers)

    def test_the_next_second_goes_on(self):
        self.passing(MEDIUM)
        self.server.clock(advance=1)
        self.assertEqual(self.ask(*MEDIUM).status, 200)

    def test_a_free_plan_ends_for_the_day(self):
        for label, ask, cap in (("Light", LIGHT, 6000), ("Medium", MEDIUM, 2000)):
            with self.subTest(label):
                self.server.change({"plan": "free", "used_today": {label: cap - 1}})
                last = self.ask(*ask)
                self.assertEqual((last.status, last.headers["x-ratelimit-limit"],
                                  last.headers["x-ratelimit-remaining"]), (200, str(cap), "0"))
                refused = self.ask(*ask)
                self.assertEqual((refused.status, refused.json["code"]), (429, 429))
                self.assertIn("maximum daily rate limit", refused.json["message"])
                self.assertEqual(refused.headers["x-ratelimit-type"], "Daily-limit")
                self.assertEqual(refused.headers["retry-after"], "2025-01-21T00:00:00Z")
        self.server.clock(advance=A_DAY - 9 * 3600)
        self.bearer = self.server.sign_in()
        self.assertEqual(self.ask(*MEDIUM).status, 200)

    def test_nothing_is_stored_at_the_limit(self):
        self.passing(MEDIUM)
        self.assertEqual(self.post_file().status, 429)
        self.assertEqual(self.files(), [])

    def test_limits_can_be_off(self):
        self.server.change({"limits": False})
        self.assertIsNone(self.passing(MEDIUM))

    def test_refusals_count_and_carry_the_label_and_a_tracking_id(self):
        replies = [self.ask("GET", "/v2/users/no/settings") for _ in range(2)]
        self.assertEqual([each.headers["x-ratelimit-category"] for each in replies], ["Medium", "Medium"])
        self.assertEqual([each.headers["x-ratelimit-remaining"] for each in replies], ["19", "18"])
        self.assertEqual(len({each.headers["x-zm-trackingid"] for each in replies}), 2)


if __name__ == "__main__":
    unittest.main()
