#include <preflight/upload/api/zoom_client.hpp>

std::string other();

namespace upload = preflight::upload;

int main() {
  upload::credentials credentials;
  credentials.bearer = "a-token";
  upload::client_options options;
  options.urls = {"http://127.0.0.1:1/v2", "http://127.0.0.1:1/oauth/token", true};
  upload::clock clock;
  upload::zoom_client client{credentials, options, clock};
  return client.sign_in().what.ok() && other() == "user:anna@example.com" ? 0 : 1;
}
