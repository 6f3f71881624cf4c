// What reading every byte costs: read_everything FOLDER|@LIST. Open, read to the end, close.

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <iostream>
#include <span>

#include "walk.hpp"

int main(int count, char** words) {
  const std::span arguments{words, static_cast<std::size_t>(count)};
  if (arguments.size() != 2) {
    std::cerr << "usage: read_everything FOLDER|@LIST\n";
    return 2;
  }
  std::vector<char> buffer(std::size_t{256} * 1024);
  std::uint64_t bytes = 0;
  for (const std::string& path : benchmarks::files_of(arguments[1])) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    for (ssize_t got = 0; (got = ::read(file, buffer.data(), buffer.size())) > 0;) {
      bytes += static_cast<std::uint64_t>(got);
    }
    ::close(file);
  }
  std::cout << bytes << '\n';
  return 0;
}
