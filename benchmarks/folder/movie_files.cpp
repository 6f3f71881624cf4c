#include "movie_files.hpp"

#include <array>

#include "encode_movie.hpp"
#include "movie_layout.hpp"

namespace benchmarks {
namespace {

made_file make(const std::vector<base>& bases, seeded& random) {
  const double wanted = random.lognormal(180'000, 1.2);
  const base* movie = &bases.front();
  for (int tries = 0; tries < 4; ++tries) {
    const base& candidate = bases[random.below(bases.size())];
    if (static_cast<double>(candidate.content.size()) < wanted) {
      movie = &candidate;
      break;
    }
  }
  const double missing = wanted - static_cast<double>(movie->content.size());
  const movie_layout how{random.chance(50), missing > 16 ? static_cast<std::size_t>(missing) : 16, random.bits()};
  return {lay_out(movie->content, how), movie->width, movie->height};
}

}  // namespace

movie_files::movie_files(seeded random) {
  const std::array<movie_shape, 8> shapes{{{640, 360, 2, true, "mp4"},
                                           {1280, 720, 5, true, "mp4"},
                                           {1920, 1080, 2, false, "mp4"},
                                           {848, 480, 20, true, "mp4"},
                                           {640, 480, 1, false, "mov"},
                                           {1280, 720, 4, true, "mov"},
                                           {1920, 1080, 3, true, "mov"},
                                           {1080, 1920, 1, true, "mov"}}};
  for (const movie_shape& shape : shapes) {
    (shape.container == "mov" ? mov_ : mp4_).push_back({encode_movie(shape, random), shape.width, shape.height});
  }
  sort_by_size(mp4_);
  sort_by_size(mov_);
}

made_file movie_files::make_mp4(seeded& random) const { return make(mp4_, random); }
made_file movie_files::make_mov(seeded& random) const { return make(mov_, random); }

}  // namespace benchmarks
