"""Second factors (yếu tố xác thực thứ hai): who needs one, and what shows it."""
