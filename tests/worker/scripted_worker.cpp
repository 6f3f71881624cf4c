// Never installed: a worker with everything of the real ones but the codecs. It does what the file it is given says.

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>

#include "serve.hpp"
#include "worker/escapes.hpp"
#include "worker/misdeeds.hpp"

namespace preflight::test {
namespace {

using order_text = std::array<unsigned char, 128>;

std::string_view order_of(const decode_job& job, order_text& bytes) {
  const std::ptrdiff_t length = job.file.read(job.file.context, 0, bytes);
  return {reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length)};
}

/// After this stands what happens while a thumbnail is made.
constexpr std::string_view decode_first = "decode, then ";

void obey(const decode_job& job, format /*expected*/, decode_result& out) {
  order_text bytes{};
  const std::string_view whole = order_of(job, bytes);
  const std::string_view order = whole.starts_with(decode_first) ? "decode" : whole;
  for (const misdeed& misdeed : misdeeds) {
    if (misdeed.name == order) {
      misdeed.commit(out);
      return;
    }
  }
  for (const escape& escape : escapes) {
    if (escape.name == order) {
      const long status = escape.attempt();
      out.end(decode_outcome::rejected, status == -1 ? strerrorname_np(errno) : "done");
      return;
    }
  }
  out.end(decode_outcome::rejected, "nobody knows how to do that");
}

void draw(const decode_job& job, format /*expected*/, worker::thumbnail& out) {
  order_text bytes{};
  const std::string_view order = order_of(job, bytes);
  const auto is = [&](std::string_view name) {
    return order.starts_with(decode_first) && order.substr(decode_first.size()) == name;
  };
  if (is("draw")) {
    out.jpeg = {'p', 'i', 'c'};
    out.length = 3;
  } else if (is("abort")) {
    std::abort();
  } else if (is("spin")) {
    spin();
  } else if (is("lie")) {
    out.length = static_cast<std::uint32_t>(out.jpeg.size()) + 1;
  } else if (is("run out of memory")) {
    throw std::bad_alloc{};
  }
}

}  // namespace
}  // namespace preflight::test

int main() { return preflight::worker::serve(&preflight::test::obey, &preflight::test::draw); }
