#include <algorithm>
#include <every_header.hpp>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include <preflight/engine/engine.hpp>

#if defined(SQLITE_VERSION) || defined(LIBCURL_VERSION) || defined(NLOHMANN_JSON_VERSION_MAJOR)
#error "A header of the library includes one of the libraries that it is made with."
#endif

/// Stands for the HTTP client of a program: answers as Zoom would, and keeps what it was to post.
struct my_response {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
struct my_client {
  my_response response;
  std::string url{};
  std::string content_type{};
  std::string body{};

  my_response post(const std::string& to_url, const std::string& type, const std::string& content) {
    url = to_url;
    content_type = type;
    body = content;
    return response;
  }
};

#include <example.hpp>

namespace {

int failures = 0;
void require(bool is_good, const char* claim) {
  failures += is_good ? 0 : 1;
  std::cout << (is_good ? "" : "not so: ") << (is_good ? "" : claim) << (is_good ? "" : "\n");
}

}  // namespace

int main() {
  const std::string gif = std::string{"GIF89a\x00\x05\xD0\x02\x00\x00\x00", 13} +
                          std::string{"\x2C\0\0\0\0\x00\x05\xD0\x02\x80\0\0\0\xFF\xFF\xFF\x02\x02\x44\x01\0\x3B", 22};
  const std::vector<unsigned char> good{gif.begin(), gif.end()};
  const std::vector<unsigned char> cut{good.begin(), good.begin() + 20};

  my_client client{{201, {}, R"({"id":"file-1","name":"lobby.gif","type":"image","size":35})"}};
  require(send_background(client, "anna@example.com", good, "photos/lobby\".gif") == "stored as file-1", "stored");
  require(client.url == "https://api.zoom.us/v2/users/anna%40example.com/settings/virtual_backgrounds", "the address");
  require(client.content_type.starts_with("multipart/form-data; boundary="), "the header");
  require(client.body.find("name=\"file\"; filename=\"lobby_.gif\"") != std::string::npos, "the part's name");
  require(client.body.find("Content-Type: image/gif\r\n\r\nGIF89a") != std::string::npos, "the part's content");

  my_client untouched{{201, {}, "{}"}};
  require(send_background(untouched, "anna@example.com", cut, "lobby.gif").starts_with("refused here: "), "refused");
  require(send_background(untouched, "..", good, "lobby.gif").starts_with("refused here: "), "no target");
  require(untouched.url.empty(), "nothing was posted");

  my_client full{{400, {}, R"({"code":120,"message":"A maximum of 10 files are allowed for a user."})"}};
  require(send_background(full, "anna@example.com", good, "lobby.gif").find("full") != std::string::npos, "full");
  my_client broken{{503, {}, ""}};
  require(send_background(broken, "anna@example.com", good, "lobby.gif").find("list") != std::string::npos, "lost");
  return failures;
}
