#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>

#include "files/descriptor.hpp"
#include "harness/catch.hpp"
#include "output/progress.hpp"

using preflight::cli::descriptor;
using preflight::cli::progress;

namespace {

constexpr std::chrono::milliseconds none{0};

struct terminal {
  terminal() {
    int outside = -1;
    int inside = -1;
    REQUIRE(::openpty(&outside, &inside, nullptr, nullptr, nullptr) == 0);
    shown = descriptor{outside};
    used = descriptor{inside};
    ::fcntl(outside, F_SETFL, O_NONBLOCK);
  }
  std::string text() const {
    std::array<char, 4096> buffer;
    const ssize_t got = ::read(shown.number(), buffer.data(), buffer.size());
    return got > 0 ? std::string{buffer.data(), static_cast<std::size_t>(got)} : std::string{};
  }
  descriptor shown;
  descriptor used;
};

}  // namespace

TEST_CASE("a long run says how far it is, and takes that away in the end") {
  const terminal screen;
  {
    progress line{screen.used.number(), true, none};
    line.show(12'345, 0);
    CHECK(screen.text() == "\r\x1b[K12,345 files");
    line.erase();
    CHECK(screen.text() == "\r\x1b[K");
    line.erase();
    CHECK(screen.text().empty());
  }
  CHECK(screen.text().empty());
  {
    progress line{screen.used.number(), true, none};
    line.show(2'000, 3);
    CHECK(screen.text() == "\r\x1b[K2,000 files, 3 failed");
  }
  CHECK(screen.text() == "\r\x1b[K");
}

TEST_CASE("the progress fits the terminal, and comes back after other text") {
  const terminal screen;
  const winsize narrow{24, 20, 0, 0};
  REQUIRE(::ioctl(screen.used.number(), TIOCSWINSZ, &narrow) == 0);
  progress line{screen.used.number(), true, none};
  line.restore();
  CHECK(screen.text().empty());
  line.show_text([] { return "12 of 500, 3 not well, 9 s left"; });
  CHECK(screen.text() == "\r\x1b[K12 of 500");
  line.restore();
  CHECK(screen.text().empty());
  line.erase();
  CHECK(screen.text() == "\r\x1b[K");
  line.restore();
  CHECK(screen.text() == "\r\x1b[K12 of 500");
}

TEST_CASE("a text without commas is cut where the terminal ends") {
  const terminal screen;
  const winsize narrow{24, 10, 0, 0};
  REQUIRE(::ioctl(screen.used.number(), TIOCSWINSZ, &narrow) == 0);
  progress line{screen.used.number(), true, none};
  line.show_text([] { return "123 of 500 files"; });
  CHECK(screen.text() == "\r\x1b[K123 of 50");
}

TEST_CASE("a short run says nothing of its progress") {
  const terminal screen;
  {
    progress line{screen.used.number(), true, std::chrono::hours{1}};
    line.show(1, 0);
  }
  CHECK(screen.text().empty());
}

TEST_CASE("nothing is said of the progress where nobody looks or nobody wants it") {
  const terminal screen;
  {
    progress line{screen.used.number(), false, none};
    line.show(1, 0);
  }
  CHECK(screen.text().empty());
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_NONBLOCK) == 0);
  const descriptor read_end{ends[0]};
  const descriptor write_end{ends[1]};
  {
    progress line{write_end.number(), true, none};
    line.show(1, 0);
  }
  char byte = 0;
  CHECK(::read(read_end.number(), &byte, 1) == -1);
}
