#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>

#include "harness/catch.hpp"
#include "upload/send/rehearsal.hpp"

using namespace preflight;
using namespace preflight::test;

TEST_CASE("what the facts of a file refuse is not decoded, unless somebody wants it for what they allow") {
  const auto decoded = [](std::initializer_list<upload::purpose> purposes, bool is_same_file) {
    rehearsal setup;
    std::size_t decodings = 0;
    setup.file_policy.make_inspector = [&] {
      return [&](std::span<const unsigned char> bytes, const upload::refusal& refuses) {
        upload::inspection_result out{engine::sniff(bytes), std::nullopt};
        out.is_refused = refuses(out.file);
        decodings += out.is_refused ? 0U : 1U;
        return out;
      };
    };
    int number = 0;
    for (const upload::purpose purpose : purposes) {
      const std::string name = is_same_file ? "a.gif" : std::to_string(number++) + ".gif";
      setup.add_request("user:anna@example.com", setup.write(name, 1), purpose);
    }
    (void)setup.plan_offline(setup.requests);
    return decodings;
  };
  using enum upload::purpose;
  CHECK(decoded({background}, true) == 1);
  CHECK(decoded({picture}, true) == 0);  // a GIF is no profile picture
  for (const bool is_same_file : {true, false}) {
    CHECK(decoded({picture, background}, is_same_file) == 1);
    CHECK(decoded({background, picture}, is_same_file) == 1);
    CHECK(decoded({picture, picture}, is_same_file) == 0);
  }
}
