// damage ROUNDS SEED < PATHS: damages sound JPEGs and GIFs at random, each kind of damage so many times a file, and
// prints a line of JSON a format: how many come out visibly wrong while depth decode says nothing new about them.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include <preflight/decode/codecs/all.hpp>
#include <preflight/destinations/all.hpp>
#include <preflight/report/judge.hpp>
#include <preflight/sniff/probe.hpp>

#include "damage/pixels.hpp"

namespace {

using damage::bytes;
using damage::picture;

constexpr std::array<std::string_view, 6> kinds{"bit", "20-bits", "zeroed", "deleted", "doubled", "random"};
constexpr double visible_share = 0.05;  // of the pixels
constexpr std::size_t max_stretch = 1024;
/// Of a smaller file a large part is header and palette, where any value is as good as another.
constexpr std::size_t min_size = 8192;
constexpr std::array<std::string_view, 4> broken{"malformed", "truncated", "decode-failed", "over-budget"};

/// Rules that fire, without those about the destination's limits.
std::set<std::string_view> rules_of(const bytes& file, std::string_view name) {
  const preflight::facts facts = preflight::sniff(file);
  preflight::decode_result decoded;
  preflight::decode_job job;
  std::span<const unsigned char> view{file};
  job.file = {&view,
              [](void* context, std::uint64_t offset, std::span<unsigned char> buffer) {
                const auto& all = *static_cast<const std::span<const unsigned char>*>(context);
                const std::size_t first = std::min<std::size_t>(offset, all.size());
                const std::size_t count = std::min(buffer.size(), all.size() - first);
                std::ranges::copy(all.subspan(first, count), buffer.begin());
                return static_cast<std::ptrdiff_t>(count);
              },
              file.size()};
  const bool is_decoded = preflight::picture_decoders::decode(job, facts, decoded);
  preflight::report report;
  report.file = facts;
  preflight::judge({facts, name, nullptr, nullptr, is_decoded ? &decoded : nullptr},
                   preflight::destinations::zoom_background, preflight::severities{}, report);
  std::set<std::string_view> rules;
  for (const preflight::finding& finding : report.findings()) {
    rules.insert(finding.rule->id);
  }
  return rules;
}

bytes damaged(const bytes& sound, std::size_t kind, std::mt19937_64& random) {
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  bytes out = sound;
  const std::size_t length = 1 + below(std::clamp<std::size_t>(sound.size() / 8, 1, max_stretch));
  const std::size_t first = below(sound.size() - std::min(length, sound.size() - 1));
  const auto begin = out.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = begin + static_cast<std::ptrdiff_t>(length);
  switch (kind) {
    case 0:
    case 1:
      for (int flips = kind == 0 ? 1 : 20; flips > 0; --flips) {
        out[below(out.size())] ^= static_cast<unsigned char>(1U << below(8));
      }
      break;
    case 2: std::fill(begin, end, static_cast<unsigned char>(0)); break;
    case 3: out.erase(begin, end); break;
    case 4: {
      const bytes again(begin, end);
      out.insert(end, again.begin(), again.end());
      break;
    }
    default: std::generate(begin, end, [&] { return static_cast<unsigned char>(random()); });
  }
  return out;
}

/// Of one format.
struct tally {
  unsigned files = 0;
  unsigned warned = 0;  // sound files with surplus-data
  struct damage_kind {
    unsigned damaged = 0;
    unsigned silent = 0;  // visibly wrong, and nothing is said that was not said of the sound file
  };
  std::array<damage_kind, kinds.size()> by_kind{};
};

picture decode(const bytes& file) { return file.front() == 'G' ? damage::decode_gif(file) : damage::decode_jpeg(file); }

void measure(const std::string& path, unsigned rounds, std::uint64_t seed, tally& counts) {
  std::ifstream in{path, std::ios::binary};
  const bytes sound{std::istreambuf_iterator<char>{in}, {}};
  if (sound.size() < min_size) {
    return;
  }
  const std::set<std::string_view> known = rules_of(sound, path);
  const picture right = decode(sound);
  if (right.samples.empty() ||
      std::ranges::any_of(broken, [&](std::string_view rule) { return known.contains(rule); })) {
    return;
  }
  ++counts.files;
  counts.warned += known.contains("surplus-data") ? 1U : 0U;
  std::mt19937_64 random{seed * 1'000'003 + sound.size()};
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    for (unsigned round = 0; round < rounds; ++round) {
      const bytes wrong = damaged(sound, kind, random);
      ++counts.by_kind[kind].damaged;
      if (std::ranges::includes(known, rules_of(wrong, path)) &&
          damage::difference(right, decode(wrong)) > visible_share) {
        ++counts.by_kind[kind].silent;
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::span words{argv, static_cast<std::size_t>(argc)};
  if (words.size() != 3) {
    std::cerr << "usage: damage ROUNDS SEED < PATHS\n";
    return 2;
  }
  const auto rounds = static_cast<unsigned>(std::strtoul(words[1], nullptr, 10));
  const std::uint64_t seed = std::strtoull(words[2], nullptr, 10);
  std::map<std::string_view, tally> formats{{"gif", {}}, {"jpeg", {}}};
  for (std::string path; std::getline(std::cin, path);) {
    measure(path, rounds, seed, formats[path.ends_with(".gif") ? "gif" : "jpeg"]);
  }
  for (const auto& [format, counts] : formats) {
    std::cout << "{\"format\":\"" << format << "\",\"files\":" << counts.files << ",\"warned\":" << counts.warned
              << ",\"kinds\":{";
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
      std::cout << (kind > 0 ? "," : "") << '"' << kinds[kind] << "\":{\"damaged\":" << counts.by_kind[kind].damaged
                << ",\"silent\":" << counts.by_kind[kind].silent << '}';
    }
    std::cout << "}}\n";
  }
}
