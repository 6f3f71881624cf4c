#include <string>
#include <string_view>

#include <preflight/output/ci/uri_reference.hpp>

#include "harness/catch.hpp"

using namespace preflight;

namespace {

std::string reference(std::string_view path) {
  std::string out;
  writers::append_uri_reference(out, path);
  return out;
}

}  // namespace

TEST_CASE("a path is a URI reference that nothing in its name can change") {
  CHECK(reference("a/b-c_d.e~f.png") == "a/b-c_d.e~f.png");
  CHECK(reference("a b#c?d%e.png") == "a%20b%23c%3Fd%25e.png");
  CHECK(reference("javascript:x.png") == "javascript%3Ax.png");
  CHECK(reference("gr\xC3\xBC\xC3\x9F.png") == "gr%C3%BC%C3%9F.png");
  CHECK(reference("\xFF\n.png") == "%FF%0A.png");
  CHECK(reference("C:\\a.png") == "C%3A%5Ca.png");
  CHECK(reference("/tmp/a b.png") == "file:///tmp/a%20b.png");
  CHECK(reference("./a.png") == "a.png");
  CHECK(reference(".//a.png") == "a.png");
  CHECK(reference("././a.png") == "a.png");
  CHECK(reference("../a.png") == "../a.png");
  CHECK(reference("./") == "");
  CHECK(reference("") == "");
}
