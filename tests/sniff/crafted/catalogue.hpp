#pragma once

#include <iterator>
#include <utility>

#include "sniff/crafted/row.hpp"
#include "sniff/crafted/rows/broken_boxes.hpp"
#include "sniff/crafted/rows/codec_records.hpp"
#include "sniff/crafted/rows/fragments.hpp"
#include "sniff/crafted/rows/gif.hpp"
#include "sniff/crafted/rows/hidden_tracks.hpp"
#include "sniff/crafted/rows/jpeg.hpp"
#include "sniff/crafted/rows/jpeg_tables.hpp"
#include "sniff/crafted/rows/located_movies.hpp"
#include "sniff/crafted/rows/lookalikes.hpp"
#include "sniff/crafted/rows/movie_boxes.hpp"
#include "sniff/crafted/rows/png.hpp"
#include "sniff/crafted/rows/sample_tables.hpp"
#include "sniff/crafted/rows/size_limits.hpp"
#include "sniff/crafted/rows/video_colours.hpp"
#include "sniff/crafted/rows/video_sizes.hpp"

namespace crafted {

/// Every crafted file. Made once: some are large.
[[nodiscard]] inline const rows& catalogue() {
  static const rows all = [] {
    rows gathered;
    for (const auto part : {good_pngs,
                            broken_pngs,
                            wrong_ancillary_chunks,
                            broken_apngs,
                            cut_pngs,
                            good_jpegs,
                            broken_jpegs,
                            broken_jpeg_tables,
                            incomplete_jpegs,
                            exif_jpegs,
                            good_gifs,
                            odd_gifs,
                            video_size_limits,
                            turned_videos,
                            video_size_claims,
                            codec_configurations,
                            good_movies,
                            located_movies,
                            unusable_movies,
                            broken_boxes,
                            broken_sample_tables,
                            disagreeing_sample_tables,
                            codec_records,
                            hidden_tracks,
                            video_colours,
                            fragmented_movies,
                            mistaken_files,
                            misnamed_files,
                            displaced_files,
                            file_size_limits,
                            bombs}) {
      rows more = part();
      gathered.insert(gathered.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
    return gathered;
  }();
  return all;
}

}  // namespace crafted
