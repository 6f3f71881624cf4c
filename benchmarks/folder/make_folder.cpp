// Makes a folder of valid media files, the same for the same seed, and a list of what they are:
// make_folder FOLDER LIST [--files N] [--seed S]. LIST gets a line for each file: path, format, width, height, bytes.

#include <charconv>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>
#include <stdexcept>

#include "gif_files.hpp"
#include "jpeg_files.hpp"
#include "movie_files.hpp"
#include "names.hpp"
#include "png_files.hpp"

namespace {

using namespace benchmarks;

struct request {
  std::filesystem::path folder;
  std::filesystem::path list;
  std::size_t files = 20'000;
  std::size_t seed = 1;
};

request parse(std::span<char*> words) {
  if (words.size() < 3 || words.size() % 2 == 0) {
    throw std::invalid_argument{"usage: make_folder FOLDER LIST [--files N] [--seed S]"};
  }
  request made{words[1], words[2]};
  for (std::size_t i = 3; i < words.size(); i += 2) {
    const std::string_view option{words[i]};
    const std::string_view number{words[i + 1]};
    std::size_t& into = option == "--seed" ? made.seed : made.files;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), into);
    if ((option != "--files" && option != "--seed") || error != std::errc{} || end != number.data() + number.size()) {
      throw std::invalid_argument{std::string{option} + " needs to be --files or --seed, and a number"};
    }
  }
  return made;
}

/// Of a hundred files 40 are JPEG, 25 PNG, 15 GIF, 15 MP4 and 5 MOV.
std::string_view format_of(seeded& random) {
  const std::size_t percent = random.below(100);
  return percent < 40 ? "jpeg" : percent < 65 ? "png" : percent < 80 ? "gif" : percent < 95 ? "mp4" : "mov";
}

void make_folder(const request& wanted) {
  seeded random{wanted.seed};
  const jpeg_files jpeg{seeded{random.bits()}};
  const png_files png{seeded{random.bits()}};
  const gif_files gif{seeded{random.bits()}};
  const movie_files movies{seeded{random.bits()}};
  std::ofstream list;
  list.exceptions(std::ios::failbit | std::ios::badbit);
  list.open(wanted.list);
  for (std::size_t serial = 0; serial < wanted.files; ++serial) {
    const std::string_view format = format_of(random);
    const std::string name = name_of(serial, format, random);
    const made_file made = format == "jpeg"  ? jpeg.make(serial, random)
                           : format == "png" ? png.make(serial, random)
                           : format == "gif" ? gif.make(serial, random)
                           : format == "mp4" ? movies.make_mp4(random)
                                             : movies.make_mov(random);
    const std::filesystem::path path = wanted.folder / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream out;
    out.exceptions(std::ios::failbit | std::ios::badbit);
    out.open(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(made.content.data()), static_cast<std::streamsize>(made.content.size()));
    list << name << '\t' << format << '\t' << made.width << '\t' << made.height << '\t' << made.content.size() << '\n';
  }
}

}  // namespace

int main(int count, char** words) {
  try {
    make_folder(parse(std::span{words, static_cast<std::size_t>(count)}));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
