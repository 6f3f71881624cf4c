# The C library: one object, which holds all of the core it needs, and a shared library that shows the interface alone.
file(GLOB c_sources CONFIGURE_DEPENDS lib/c/src/*.cpp)
add_library(media_preflight_c SHARED ${c_sources})
add_library(media_preflight::c ALIAS media_preflight_c)
set(c_version_script "${CMAKE_CURRENT_SOURCE_DIR}/lib/c/libmedia_preflight.map")
set_target_properties(
  media_preflight_c
  PROPERTIES EXPORT_NAME c
             OUTPUT_NAME media_preflight
             VERSION ${PROJECT_VERSION}
             SOVERSION 0
             UNITY_BUILD ON
             UNITY_BUILD_BATCH_SIZE 0
             CXX_VISIBILITY_PRESET hidden
             VISIBILITY_INLINES_HIDDEN ON
             LINK_DEPENDS "${c_version_script}")
# C++ is its own affair: who links it needs no C++ library, and none of another version disturbs it.
target_link_options(media_preflight_c PRIVATE "-Wl,--version-script=${c_version_script}" -Wl,--gc-sections
                    -static-libstdc++ -static-libgcc)
target_link_libraries(media_preflight_c PRIVATE $<BUILD_INTERFACE:media_preflight_core>)
target_compile_definitions(media_preflight_c PRIVATE MEDIA_PREFLIGHT_VERSION="${PROJECT_VERSION}")
target_sources(media_preflight_c PUBLIC FILE_SET HEADERS BASE_DIRS lib/c/include FILES lib/c/include/preflight/preflight.h)
if(NOT PROJECT_IS_TOP_LEVEL)
  set_target_properties(media_preflight_c PROPERTIES EXCLUDE_FROM_ALL TRUE)
endif()
