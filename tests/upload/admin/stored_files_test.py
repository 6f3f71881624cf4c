"""What targets have in Zoom can be looked at and deleted; and our older versions replaced."""

import json
import unittest

from program import png
from upload_case import UploadTest

ANNA = "user:a@example.com"


class StoredFilesTest(UploadTest):
    def run_command(self, *arguments, status=0):
        answer = self.run_program(*arguments, env=self.environment)
        self.assertEqual(answer.status, status, answer.message + answer.text)
        return answer

    def ids(self, target=ANNA):
        return [file["id"] for file in self.server.files_of(target)]

    def send_two(self):
        self.write("lobby.png", png(shade=1))
        self.write("wall.png", png(shade=2))
        self.must_end(self.upload("--to", ANNA, "lobby.png", "wall.png"), 0, ["sent", "sent"])
        return self.ids()

    def test_backgrounds_are_listed_and_deleted_by_id(self):
        first, second = self.send_two()
        listed = self.run_command("backgrounds", "list", ANNA).text
        self.assertRegex(listed, rf"(?m)^{first}  [\d.]+ KiB  image  lobby.png$")
        self.assertIn(second, listed)
        deleted = self.run_command("backgrounds", "delete", ANNA, first)
        self.assertRegex(deleted.text, rf"\Adeleted  {first}  .*lobby.png\n\Z")
        self.assertEqual(self.ids(), [second])
        self.assertEqual([each["state"] for each in self.ledger("--target", ANNA)], ["sent", "removed"])
        self.must_end(self.upload("--to", ANNA, "lobby.png", "wall.png"), 0, ["sent", "already-there"])

    def test_all_are_deleted_only_when_asked_for(self):
        self.send_two()
        for wrong in ((), ("x", "--all")):
            answer = self.run_command("backgrounds", "delete", ANNA, *wrong, status=2)
            self.assertIn("needs either ids or --all", answer.message)
        self.assertEqual(len(self.ids()), 2)
        answer = self.run_command("backgrounds", "delete", ANNA, "--all")
        self.assertEqual(answer.text.count("deleted  "), 2)
        self.assertEqual(self.ids(), [])
        self.assertIn("no backgrounds to delete", self.run_command("backgrounds", "delete", ANNA, "--all").message)

    def test_an_id_that_is_not_there_deletes_nothing(self):
        first, _ = self.send_two()
        answer = self.run_command("backgrounds", "delete", ANNA, first, "other", status=1)
        self.assertIn("has no background other; nothing was deleted", answer.message)
        self.assertEqual(len(self.ids()), 2)

    def test_a_target_that_is_not_there_is_said_so(self):
        self.server.change({"any_target": False})
        for command in (("backgrounds", "list", "user:x@example.com"), ("backgrounds", "delete", "group:none", "--all"),
                        ("picture", "delete", "x@example.com"), ("backgrounds", "list", "webinar:1")):
            answer = self.run_command(*command, status=1)
            self.assertRegex(answer.message, r"media-preflight: (user|group|webinar):[^ ]+: .*(not exist|not found)")
            self.assertEqual(answer.text, "")

    def test_a_picture_is_deleted_and_sent_again(self):
        self.write("a.png", png(400, 400))
        send = ("--purpose", "picture", "--to", ANNA, "a.png")
        self.must_end(self.upload(*send), 0, ["sent"])
        self.assertEqual(self.run_command("picture", "delete", ANNA).text, f"deleted the picture of {ANNA}\n")
        self.assertIsNone(self.server.state["users"]["a@example.com"]["picture"])
        self.must_end(self.upload(*send), 0, ["sent"])

    def test_what_cannot_be_asked_for(self):
        for wrong in (("backgrounds",), ("backgrounds", "list"), ("picture", "list", ANNA), ("picture", "delete"),
                      ("backgrounds", "list", ANNA, "id"), ("backgrounds", "list", ANNA, "--all")):
            self.run_command(*wrong, status=2)
        answer = self.run_command("picture", "delete", "group:g", status=1)
        self.assertIn("only users have profile pictures", answer.message)

    def test_an_answer_that_is_lost_leaves_the_deletion_unknown(self):
        first, _ = self.send_two()
        self.server.set_faults([{"do": "answer", "endpoint": "delete-backgrounds", "status": 503, "body": ""}])
        answer = self.run_command("backgrounds", "delete", ANNA, first, status=3)
        self.assertIn("unknown whether", answer.message)
        self.assertEqual(answer.text, "")


class ReplaceTest(UploadTest):
    def test_our_older_version_is_replaced(self):
        self.write("lobby.png", png(shade=1))
        self.must_end(self.upload("--to", ANNA, "lobby.png"), 0, ["sent"])
        self.write("lobby.png", png(shade=2))
        plan = self.run_program("plan", "--replace", "own", "--to", ANNA, "lobby.png", "--out", "p.json", env=self.environment)
        self.assertIn("deletes lobby.png, which it replaces", plan.text)
        item, = self.must_end(self.send("apply", "p.json"), 0, ["sent"])
        self.assertEqual([file["id"] for file in self.server.files_of(ANNA)], [item["zoom_id"]])
        self.assertTrue(item["deletes"][0]["deleted"])
        text = self.run_program("upload", "--replace", "own", "--to", ANNA, "lobby.png", env=self.environment).text
        self.assertIn("ALREADY-THERE", text)

    def test_a_webinar_gets_backgrounds_and_a_wallpaper(self):
        self.write("wall.png", png(1920, 1080, 1))
        self.write("tall.png", png(1080, 1920, 1))
        self.table([("webinar:7", "wall.png", ""), ("webinar:7", "wall.png", "webinar-wallpaper"),
                    ("webinar:8", "tall.png", "webinar-wallpaper"), ("webinar:8", "wall.png", "picture")],
                   header="target,file,purpose")
        items = self.must_end(self.upload("--csv", "people.csv"), 1, ["sent", "sent", "refused", "refused"])
        self.assertEqual([finding["rule"] for finding in items[2]["findings"] if finding["severity"] == "error"],
                         ["aspect-not-accepted"])
        webinar = self.server.state["webinars"]["7"]
        self.assertEqual(webinar["wallpaper"]["id"], items[1]["zoom_id"])
        self.assertEqual(len(webinar["files"]), 1)
        self.write("wall.png", png(1920, 1080, 2))
        wallpaper = ("--to", "webinar:7", "--purpose", "webinar-wallpaper", "wall.png")
        item, = self.must_end(self.upload(*wallpaper), 1, ["refused"])
        self.assertIn("--replace own", json.dumps(item))
        self.must_end(self.upload(*wallpaper, "--replace", "own"), 0, ["sent"])
        listed = self.run_program("backgrounds", "list", "webinar:7", env=self.environment).text
        self.assertRegex(listed, r"  \?  image  wall.png\n[^ ]+  wallpaper\n\Z")


if __name__ == "__main__":
    unittest.main()
