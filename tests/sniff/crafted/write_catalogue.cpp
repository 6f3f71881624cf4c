// Writes every crafted file into a folder, and expected.tsv beside them: file name, format, coded size, rules.

#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>
#include <string_view>

#include "sniff/crafted/catalogue.hpp"

namespace {

void write(const crafted::layout& file, const std::filesystem::path& to) {
  std::ofstream out;
  out.exceptions(std::ios::failbit | std::ios::badbit);
  out.open(to, std::ios::binary | std::ios::trunc);
  for (const crafted::piece& each : file.pieces) {
    out.seekp(static_cast<std::streamoff>(each.offset));
    out.write(reinterpret_cast<const char*>(each.data.data()), static_cast<std::streamsize>(each.data.size()));
  }
  out.close();
  std::filesystem::resize_file(to, file.size);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_catalogue FOLDER\n";
    return 2;
  }
  try {
    const std::filesystem::path folder{std::span{argv, 2}[1]};
    std::filesystem::create_directories(folder);
    std::ofstream expected{folder / "expected.tsv"};
    for (const crafted::row& each : crafted::catalogue()) {
      write(each.file, folder / each.file_name());
      expected << each.file_name() << '\t' << preflight::name_of(each.expected) << '\t' << each.coded.width << 'x'
               << each.coded.height << '\t';
      const char* separator = "";
      for (const std::string_view rule : each.rules) {
        expected << separator << rule;
        separator = ",";
      }
      expected << '\n';
    }
    return expected.flush() ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
