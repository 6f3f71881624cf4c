#include <preflight/upload/api/zoom_client.hpp>

std::string other();

namespace upload = preflight::upload;

int main() {
  upload::credentials who;
  who.bearer = "a-token";
  upload::client_options how;
  how.urls = {"http://127.0.0.1:1/v2", "http://127.0.0.1:1/oauth/token", true};
  upload::clock clock;
  upload::zoom_client client{who, how, clock};
  return client.sign_in().what.ok() && other() == "user:anna@example.com" ? 0 : 1;
}
