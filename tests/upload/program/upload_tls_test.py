"""A service that cannot prove who it is gets nothing: no file, no token, no secret, and no second try."""

import shutil
import socket
import ssl
import subprocess
import threading
import unittest

from program import GOOD
from upload_case import UploadTest

TOKEN = "a-token-of-somebody"


class Impostor:
    """Speaks TLS on this machine with a certificate that nobody vouches for, and keeps all it is told."""

    def __init__(self, certificate, key):
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate, key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listener.getsockname()[1]}"
        self.connections = 0
        self.heard = b""
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            with peer:
                peer.settimeout(60)
                try:
                    with self._tls.wrap_socket(peer, server_side=True) as trusting:
                        self.heard += trusting.recv(65536)
                        trusting.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
                except OSError:
                    pass  # it was not believed

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()


@unittest.skipUnless(shutil.which("openssl"), "there is no openssl to make a certificate")
class CertificateTest(UploadTest):
    def setUp(self):
        super().setUp()
        self.write("lobby.png", GOOD)
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=127.0.0.1",
                        "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
        self.impostor = Impostor(certificate, key)
        self.addCleanup(self.impostor.close)

    def must_tell_nothing(self, answer, said, connections=1):
        self.assertIn("certificate", said)
        for what in ("clock", "proxy", "ca-certificates"):
            self.assertIn(what, said)
        self.assertNotIn("again later", said)
        self.assertEqual((self.impostor.connections, self.impostor.heard), (connections, b""))
        self.assertNotEqual(answer.status, 0)

    def with_ready_token(self):
        return {**self.environment, "ZOOM_ACCESS_TOKEN": TOKEN, "ZOOM_API_URL": self.impostor.url + "/v2"}

    def test_the_api(self):
        for i, purpose in enumerate(("background", "picture")):  # before a picture is sent nothing is asked
            answer = self.upload("--purpose", purpose, "--to", "a@example.com", "lobby.png", environment=self.with_ready_token())
            item, = self.must_end(answer, 1, ["failed"])
            self.must_tell_nothing(answer, item["message"], connections=i + 1)

    def test_a_table_is_not_tried_to_its_end(self):
        self.table([(f"u{i}@example.com", "lobby.png") for i in range(9)])
        answer = self.upload("--csv", "people.csv", "--parallel", "1", environment=self.with_ready_token())
        first, *others = self.must_end(answer, 3, ["failed"] + ["queued"] * 8)
        self.must_tell_nothing(answer, first["message"])
        self.assertIn("Skipped", others[0]["message"])

    def test_the_token_service(self):
        answer = self.upload("--to", "a@example.com", "lobby.png",
                             environment={**self.environment, "ZOOM_OAUTH_URL": self.impostor.url + "/oauth/token"})
        self.assertEqual(answer.status, 2, answer.text)
        self.must_tell_nothing(answer, answer.message)
        self.assertEqual(self.server.journal["requests"], {})

    def test_a_certificate_that_is_vouched_for_is_believed(self):
        environment = {**self.with_ready_token(), "SSL_CERT_FILE": str(self.folder / "certificate.pem")}
        answer = self.upload("--purpose", "picture", "--to", "a@example.com", "lobby.png", environment=environment)
        self.assertNotIn("certificate", answer.text)
        self.assertIn(f"Authorization: Bearer {TOKEN}".encode(), self.impostor.heard)
        missing = self.upload("--purpose", "picture", "--to", "a@example.com", "lobby.png",
                              environment={**environment, "SSL_CERT_FILE": "/none"})
        self.assertIn("certificate", missing.text)

    def test_directory_groups(self):
        answer = self.run_program("im-group", "list", env=self.with_ready_token())
        self.must_tell_nothing(answer, answer.message)
        self.assertIn("certificate-refused", answer.message)


class Proxy:
    """Answers every CONNECT with one status, and counts."""

    def __init__(self, status):
        self._answer = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.heard = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            with peer:
                self.heard.append(peer.recv(65536))
                peer.sendall(self._answer)

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()


class ProxyTest(UploadTest):
    def through(self, status):
        self.write("lobby.png", GOOD)
        proxy = Proxy(status)
        self.addCleanup(proxy.close)
        answer = self.upload("--to", "a@example.com", "lobby.png", "lobby.png", environment={
            **self.environment, "ZOOM_ACCESS_TOKEN": TOKEN, "ZOOM_API_URL": "https://api.zoom.us/v2", "HTTPS_PROXY": proxy.url})
        return answer, proxy

    def test_a_proxy_that_wants_a_login_is_named(self):
        answer, proxy = self.through("407 Proxy Authentication Required")
        self.assertIn("the proxy answered http 407", answer.text.lower())
        self.assertIn("HTTPS_PROXY", answer.text)
        self.assertEqual(len(proxy.heard), 1)
        self.assertTrue(proxy.heard[0].startswith(b"CONNECT api.zoom.us:443 "))
        self.assertNotIn(TOKEN.encode(), proxy.heard[0])

    def test_a_proxy_that_refuses_is_told_from_zoom(self):
        answer, proxy = self.through("403 Forbidden")
        self.assertIn("the proxy answered http 403", answer.text.lower())
        self.assertNotIn(TOKEN.encode(), b"".join(proxy.heard))


if __name__ == "__main__":
    unittest.main()
