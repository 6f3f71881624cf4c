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

void write(const crafted::layout& file, const std::filesystem::path& path) {
  std::ofstream out;
  out.exceptions(std::ios::failbit | std::ios::badbit);
  out.open(path, std::ios::binary | std::ios::trunc);
  for (const crafted::piece& piece : file.pieces) {
    out.seekp(static_cast<std::streamoff>(piece.offset));
    out.write(reinterpret_cast<const char*>(piece.data.data()), static_cast<std::streamsize>(piece.data.size()));
  }
  out.close();
  std::filesystem::resize_file(path, file.size);
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
    for (const crafted::row& row : crafted::catalogue()) {
      write(row.file, folder / row.file_name());
      expected << row.file_name() << '\t' << preflight::name_of(row.expected) << '\t' << row.coded.width << 'x'
               << row.coded.height << '\t';
      const char* separator = "";
      for (const std::string_view rule : row.rules) {
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
