"""An assessment as a workbook: one subject a sheet, real numbers and dates, native charts, and not one formula."""
